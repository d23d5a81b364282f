package io.creto.messaging.client.internal.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.EvidenceException.Link;
import io.creto.messaging.client.SampleAgent;
import io.creto.messaging.client.SampleFleet;
import io.creto.messaging.client.SampleRegistry;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.identity.KeyBinding;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.UploadPrekeys;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceVerifierTest {
    private final SampleFleet fleet = new SampleFleet();
    private final EvidenceVerifier verifier =
            new EvidenceVerifier(fleet.operator().key().publicKey());

    @Test
    void aMembersChainLeadsToTheOperator() {
        IdentityRecord record = fleet.record(fleet.alice());

        VerifiedAgent alice = verifier.agent(fleet.alice().id(), record);

        assertThat(record.getEvidenceList()).hasSize(4);
        assertThat(alice.currentKey()).isEqualTo(fleet.alice().key().publicKey());
        assertThat(alice.role()).isEqualTo(AgentRole.AGENT_ROLE_MEMBER);
        assertThat(verifier.agent(fleet.admin().id(), fleet.record(fleet.admin()))
                        .role())
                .isEqualTo(AgentRole.AGENT_ROLE_ADMIN);
    }

    @Test
    void aFleetIsWhatTheOperatorSigned() {
        IdentityRecord record = fleet.registry().identity("acme").orElseThrow();

        assertThat(verifier.fleet("acme", record).getDeliveryPartitions()).isEqualTo(2);

        IdentityRecord.Builder other = record.toBuilder();
        other.getFleetBuilder().setDeliveryPartitions(3);
        refuses(Link.RECORD, () -> verifier.fleet("acme", other.build()));
        refuses(
                Link.FLEET,
                () -> verifier.fleet("acme", record.toBuilder().clearEvidence().build()));
        refuses(Link.SUBJECT, () -> verifier.fleet("other", record));
    }

    @Test
    void aSwappedPublicKeyIsRefused() {
        SampleAgent mallory = new SampleAgent("acme/alice");
        IdentityRecord.Builder record = fleet.record(fleet.alice()).toBuilder();
        record.getAgentBuilder()
                .getKeysBuilder(0)
                .setPublicKey(mallory.key().publicKey().encoded())
                .setKeyId(mallory.key().publicKey().keyId().bytes());

        refuses(Link.RECORD, record.build());
    }

    @Test
    void aWholeForgedEnrolmentIsRefused() {
        SampleAgent mallory = new SampleAgent("acme/alice");
        EnrolmentToken token = EnrolmentToken.generate(SampleAgent.RANDOM);
        IdentityRecord.Builder record = fleet.record(fleet.alice()).toBuilder();
        record.getAgentBuilder()
                .getKeysBuilder(0)
                .setPublicKey(mallory.key().publicKey().encoded())
                .setKeyId(mallory.key().publicKey().keyId().bytes());
        record.setEvidence(3, mallory.enrols(token));

        refuses(Link.TOKEN, record.build());

        // not even an admin of the same name, enrolled by another operator, lends authority
        SampleAgent falseAdmin = new SampleAgent("acme/admin");
        record.setEvidence(2, falseAdmin.issues(SampleFleet.issue(mallory, token)));
        refuses(Link.TOKEN, record.build());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aDroppedLinkIsRefused(int link) {
        IdentityRecord.Builder record = fleet.record(fleet.alice()).toBuilder().removeEvidence(link);

        assertThatThrownBy(() -> verifier.agent(fleet.alice().id(), record.build()))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("acme/alice");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aChangedSignatureIsRefused(int link) {
        IdentityRecord.Builder record = fleet.record(fleet.alice()).toBuilder();
        Slice slice = record.getEvidence(link);
        byte[] signature = slice.getSignature().toByteArray();
        signature[signature.length - 1] ^= 1;
        record.setEvidence(link, slice.toBuilder().setSignature(ByteString.copyFrom(signature)));

        refuses(Link.SIGNATURE, record.build());
    }

    @Test
    void anotherAgentsEvidenceIsRefused() {
        IdentityRecord bobs = fleet.record(fleet.bob());
        IdentityRecord record = fleet.record(fleet.alice()).toBuilder()
                .clearEvidence()
                .addAllEvidence(bobs.getEvidenceList())
                .build();

        refuses(Link.ENROLMENT, record);
        refuses(Link.SUBJECT, bobs);
    }

    @Test
    void anotherOperatorsFleetIsRefused() {
        SampleFleet other = new SampleFleet();

        refuses(Link.FLEET, other.record(other.alice()));
    }

    @Test
    void aHigherRoleThanTheTokenGaveIsRefused() {
        IdentityRecord.Builder record = fleet.record(fleet.alice()).toBuilder();
        record.getAgentBuilder().setRole(AgentRole.AGENT_ROLE_ADMIN);

        refuses(Link.RECORD, record.build());
    }

    @Test
    void aMemberCannotIssueTokens() {
        SampleAgent mallory = new SampleAgent("acme/mallory");
        EnrolmentToken token = EnrolmentToken.generate(SampleAgent.RANDOM);
        fleet.registry().apply(fleet.alice().issues(SampleFleet.issue(mallory, token)));
        fleet.registry().apply(mallory.enrols(token));

        assertThatThrownBy(() -> verifier.agent(mallory.id(), fleet.record(mallory)))
                .isInstanceOfSatisfying(
                        EvidenceException.class, e -> assertThat(e.link()).isEqualTo(Link.TOKEN));
    }

    @Test
    void aFirstAdminsRenewedTokenIsTheOperatorsToSign() {
        SampleAgent first = new SampleAgent("acme/first");

        VerifiedAgent admin =
                verifier.agent(first.id(), enrolledByOperator(first, fleet.operator(), AgentRole.AGENT_ROLE_ADMIN));

        assertThat(admin.role()).isEqualTo(AgentRole.AGENT_ROLE_ADMIN);
        assertThat(admin.currentKey()).isEqualTo(first.key().publicKey());
        SampleAgent other = new SampleAgent("creto/operator");
        IdentityRecord forged = enrolledByOperator(first, other, AgentRole.AGENT_ROLE_ADMIN);
        refuses(Link.TOKEN, () -> verifier.agent(first.id(), forged));
        IdentityRecord member = enrolledByOperator(first, fleet.operator(), AgentRole.AGENT_ROLE_MEMBER);
        refuses(Link.TOKEN, () -> verifier.agent(first.id(), member));
    }

    private static IdentityRecord enrolledByOperator(SampleAgent agent, SampleAgent operator, AgentRole role) {
        EnrolmentToken token = EnrolmentToken.generate(SampleAgent.RANDOM);
        IssueToken issue =
                SampleFleet.issue(agent, token).toBuilder().setRole(role).build();
        SampleRegistry registry = new SampleRegistry();
        registry.apply(operator.creates(agent.id(), token, 2));
        registry.apply(agent.enrols(token));
        IdentityRecord record = registry.identity(agent.id().toString()).orElseThrow();
        return record.toBuilder().setEvidence(0, operator.issues(issue)).build();
    }

    @Test
    void aReplacedKeyIsProvenByBothKeys() {
        CompositePrivateKey newKey = CompositePrivateKey.generate(SampleAgent.RANDOM);
        fleet.registry().apply(fleet.alice().command(MessageKind.MESSAGE_KIND_REPLACE_KEY, replacement(newKey)));

        VerifiedAgent alice = verifier.agent(fleet.alice().id(), fleet.record(fleet.alice()));

        assertThat(alice.currentKey()).isEqualTo(newKey.publicKey());
        assertThat(alice.isValid(fleet.alice().key().publicKey(), SampleAgent.NOW))
                .isTrue();
        assertThat(alice.isValid(fleet.alice().key().publicKey(), SampleAgent.NOW + 1000))
                .isFalse();
    }

    @Test
    void aCommandMayStandBehindAReplacementThatCameAfterIt() {
        fleet.registry().apply(fleet.alice().delegates(fleet.bob(), DelegationScope.DELEGATION_SCOPE_SEND));
        CompositePrivateKey newKey = CompositePrivateKey.generate(SampleAgent.RANDOM);
        fleet.registry().apply(fleet.alice().command(MessageKind.MESSAGE_KIND_REPLACE_KEY, replacement(newKey)));
        IdentityRecord record = fleet.record(fleet.alice());
        int last = record.getEvidenceCount() - 1;
        IdentityRecord reordered = record.toBuilder()
                .setEvidence(last, record.getEvidence(last - 1))
                .setEvidence(last - 1, record.getEvidence(last))
                .build();

        assertThat(verifier.agent(fleet.alice().id(), reordered).delegations(SampleAgent.NOW))
                .hasSize(1);
    }

    @Test
    void aDelegationThatTheAgentDidNotSignIsRefused() {
        fleet.registry().apply(fleet.alice().delegates(fleet.bob(), DelegationScope.DELEGATION_SCOPE_SEND));
        SampleAgent mallory = new SampleAgent("acme/alice");
        IdentityRecord.Builder record = fleet.record(fleet.alice()).toBuilder();
        SampleRegistry other = new SampleFleet().registry();
        other.apply(mallory.delegates(fleet.bob(), DelegationScope.DELEGATION_SCOPE_SEND));
        record.getAgentBuilder()
                .setDelegations(
                        0, other.identity("acme/alice").orElseThrow().getAgent().getDelegations(0));

        refuses(Link.RECORD, record.build());
    }

    @Test
    void aKeyReplacedByAnotherMemberIsRefused() {
        CompositePrivateKey newKey = CompositePrivateKey.generate(SampleAgent.RANDOM);
        fleet.registry().apply(fleet.bob().command(MessageKind.MESSAGE_KIND_REPLACE_KEY, replacement(newKey)));

        refuses(Link.KEY_REPLACEMENT, fleet.record(fleet.alice()));
    }

    @Test
    void aStatusFollowsFromItsCommand() {
        fleet.registry()
                .apply(fleet.admin()
                        .command(
                                MessageKind.MESSAGE_KIND_SET_STATUS,
                                SetStatus.newBuilder()
                                        .setAgent("acme/alice")
                                        .setStatus(AgentStatus.AGENT_STATUS_SUSPENDED)
                                        .build()));
        IdentityRecord record = fleet.record(fleet.alice());

        assertThat(verifier.agent(fleet.alice().id(), record).status()).isEqualTo(AgentStatus.AGENT_STATUS_SUSPENDED);

        IdentityRecord.Builder silent = record.toBuilder();
        silent.removeEvidence(silent.getEvidenceCount() - 1);
        refuses(Link.RECORD, silent.build());
    }

    @Test
    void aStatusByOneWhoStandsOutsideTheChainIsRefused() {
        SampleAgent stranger = new SampleAgent("acme/stranger");
        fleet.registry()
                .apply(stranger.command(
                        MessageKind.MESSAGE_KIND_SET_STATUS,
                        SetStatus.newBuilder()
                                .setAgent("acme/alice")
                                .setStatus(AgentStatus.AGENT_STATUS_REVOKED)
                                .build()));

        refuses(Link.COMMAND, fleet.record(fleet.alice()));
    }

    @Test
    void anEndedDelegationNamesItsGiverToo() {
        fleet.registry().apply(fleet.alice().delegates(fleet.bob(), DelegationScope.DELEGATION_SCOPE_SEND));
        IdentityRecord record = fleet.record(fleet.alice());
        EndDelegation end = EndDelegation.newBuilder()
                .setAgent("acme/alice")
                .setDelegationId(
                        MessageId.create(SampleAgent.NOW, SampleAgent.RANDOM).toByteString())
                .build();
        SampleAgent stranger = new SampleAgent("acme/stranger");

        refuses(Link.COMMAND, ended(record, stranger, end));
        assertThat(verifier.agent(fleet.alice().id(), ended(record, fleet.alice(), end))
                        .version())
                .isEqualTo(record.getVersion());
    }

    private static IdentityRecord ended(IdentityRecord record, SampleAgent by, EndDelegation end) {
        return record.toBuilder()
                .addEvidence(by.command(MessageKind.MESSAGE_KIND_END_DELEGATION, end))
                .build();
    }

    @Test
    void aPrekeyIsWhatItsOwnerUploaded() {
        VerifiedAgent alice = verifier.agent(fleet.alice().id(), fleet.record(fleet.alice()));

        var verified = verifier.prekey(alice, fleet.prekey(fleet.alice()));

        assertThat(verified.key()).isEqualTo(fleet.alice().prekey().encapsulationKey());
        assertThat(verified.createdAtMs()).isEqualTo(SampleAgent.NOW);
    }

    @Test
    void aSwappedPrekeyIsRefused() {
        VerifiedAgent alice = verifier.agent(fleet.alice().id(), fleet.record(fleet.alice()));
        DecapsulationKey mallorys = DecapsulationKey.generate(SampleAgent.RANDOM);
        PrekeyRecord swapped = fleet.prekey(fleet.alice()).toBuilder()
                .setPrekey(SampleAgent.publicHalf(mallorys))
                .build();
        PrekeyRecord signedByAnother = swapped.toBuilder()
                .setEvidence(new SampleAgent("acme/alice").uploads(mallorys))
                .build();
        PrekeyRecord bobs =
                fleet.prekey(fleet.bob()).toBuilder().setOwner("acme/alice").build();

        refuses(Link.PREKEY, () -> verifier.prekey(alice, swapped));
        refuses(Link.PREKEY, () -> verifier.prekey(alice, signedByAnother));
        refuses(Link.PREKEY, () -> verifier.prekey(alice, bobs));
        refuses(Link.SUBJECT, () -> verifier.prekey(alice, fleet.prekey(fleet.bob())));
    }

    @Test
    void anUploadSignedWithAReplacedKeyCountsOnlyFromBeforeItsReplacement() {
        CompositePrivateKey newKey = CompositePrivateKey.generate(SampleAgent.RANDOM);
        long replacedAt = SampleAgent.NOW + 1000;
        fleet.registry()
                .apply(fleet.alice().command(MessageKind.MESSAGE_KIND_REPLACE_KEY, replacement(newKey), replacedAt));
        VerifiedAgent alice = verifier.agent(fleet.alice().id(), fleet.record(fleet.alice()));
        DecapsulationKey mallorys = DecapsulationKey.generate(SampleAgent.RANDOM);
        SampleAgent renewed = new SampleAgent("acme/alice", newKey);

        assertThat(verifier.prekey(alice, fleet.prekey(fleet.alice())).createdAtMs())
                .as("uploaded before")
                .isEqualTo(SampleAgent.NOW);
        refuses(Link.PREKEY, () -> verifier.prekey(alice, uploaded(fleet.alice(), mallorys, replacedAt + 1)));
        assertThat(verifier.prekey(alice, uploaded(renewed, renewed.prekey(), replacedAt + 1))
                        .key())
                .isEqualTo(renewed.prekey().encapsulationKey());
    }

    private PrekeyRecord uploaded(SampleAgent by, DecapsulationKey key, long signedAtMs) {
        UploadPrekeys upload = UploadPrekeys.newBuilder()
                .setPeer("*")
                .setCurrent(SampleAgent.publicHalf(key))
                .build();
        return fleet.prekey(fleet.alice()).toBuilder()
                .setPrekey(upload.getCurrent())
                .setEvidence(by.command(MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS, upload, signedAtMs))
                .build();
    }

    private ReplaceKey replacement(CompositePrivateKey newKey) {
        var oldKey = fleet.alice().key().publicKey().keyId();
        KeyBinding binding = KeyBinding.ofReplacement(fleet.alice().id(), oldKey, newKey, SampleAgent.RANDOM);
        return ReplaceKey.newBuilder()
                .setAgent("acme/alice")
                .setOldKeyId(oldKey.bytes())
                .setPublicKey(newKey.publicKey().encoded())
                .setBinding(binding.bytes())
                .setNewKeySignature(binding.signature())
                .build();
    }

    private void refuses(Link link, IdentityRecord record) {
        refuses(link, () -> verifier.agent(fleet.alice().id(), record));
    }

    private static void refuses(Link link, ThrowingCallable check) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(
                        EvidenceException.class, e -> assertThat(e.link()).isEqualTo(link));
    }
}
