package io.creto.messaging.jobs.verify;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.HOST;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.between;
import static io.creto.messaging.jobs.SampleAgents.since;
import static io.creto.messaging.v1.DelegationScope.DELEGATION_SCOPE_ACKNOWLEDGE;
import static io.creto.messaging.v1.DelegationScope.DELEGATION_SCOPE_CHANNEL;
import static io.creto.messaging.v1.DelegationScope.DELEGATION_SCOPE_SEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.state.Outcome;
import io.creto.messaging.jobs.state.RefusedEnvelope;
import io.creto.messaging.jobs.verify.BatchVerification.Verified;
import io.creto.messaging.jobs.verify.EnvelopeVerification.Refusal;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvelopeVerifierTest {
    private static final Envelope OWN = SampleEnvelopes.message(HOST.id(), "acme/bob");
    private static final Envelope DELEGATED = SampleEnvelopes.message(ALICE.id(), "acme/bob");

    @Test
    void acceptedEnvelopesTravelWithPathsThatProveThem() throws Exception {
        SignedBatch batch = HOST.batch(1, OWN, SampleEnvelopes.message(HOST.id(), "acme/eve"), OWN);
        EnvelopeVerification verification = EnvelopeVerifier.verify(verified(batch, NOW), agent -> Optional.empty());
        assertThat(verification.refused()).isEmpty();
        var slice = SliceParser.slice(verification.accepted().getSlice().toByteString());
        assertThat(slice.getIngestTimeMs()).isEqualTo(NOW);
        var header = VerifiedHeader.verify(
                slice.getBatchHeader(), slice.getSignature(), HOST.key().publicKey());
        for (SlicedEnvelope envelope : slice.getEnvelopesList()) {
            header.verifyEnvelope(envelope.getEnvelope(), envelope.getIndex(), envelope.getPathList());
        }
        assertThat(slice.getEnvelopesList())
                .extracting(SlicedEnvelope::getIndex)
                .containsExactly(0, 1, 2);
    }

    @Test
    void oneRefusedEnvelopeLeavesTheOthersAlone() throws Exception {
        Envelope expired = SampleEnvelopes.message(
                SampleEnvelopes.header(HOST.id()).setRecipient("acme/bob").setExpiresAtMs(NOW + 2_000), 1);
        var verification = EnvelopeVerifier.verify(
                verified(HOST.batch(1, OWN, expired, OWN), NOW + 2_001), agent -> Optional.empty());
        assertThat(verification.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.index()).isEqualTo(1);
            assertThat(refusal.reason()).isEqualTo(RejectionReason.REJECTION_REASON_EXPIRED);
            assertThat(refusal.sender()).isEqualTo(HOST.id());
            assertThat(refusal.leafHash().size()).isEqualTo(32);
        });
        assertThat(verification.undelegated()).isFalse();
        assertThat(verification.accepted().getSlice().getEnvelopesList())
                .extracting(SlicedEnvelope::getIndex)
                .containsExactly(0, 2);
        assertThat(EnvelopeVerifier.verify(verified(HOST.batch(1, expired), NOW + 2_000), agent -> Optional.empty())
                        .refused())
                .as("its last moment counts")
                .isEmpty();
    }

    @Test
    void aDelegationOfTheRightScopeLetsTheSignerActForAnAgent() throws Exception {
        var send = ALICE.delegation(HOST, since(NOW - 5), DELEGATION_SCOPE_SEND);
        assertThat(reasons(NOW, ALICE.record(1, send), DELEGATED)).isEmpty();
        assertThat(reasons(NOW, ALICE.record(1, send), SampleEnvelopes.acknowledgement(ALICE.id(), "acme/bob")))
                .containsExactly(RejectionReason.REJECTION_REASON_NOT_DELEGATED);
        var settle = ALICE.delegation(HOST, since(NOW - 5), DELEGATION_SCOPE_ACKNOWLEDGE, DELEGATION_SCOPE_CHANNEL);
        assertThat(reasons(NOW, ALICE.record(1, settle), SampleEnvelopes.acknowledgement(ALICE.id(), "acme/bob")))
                .isEmpty();
        assertThat(reasons(NOW, ALICE.record(1, settle), DELEGATED))
                .containsExactly(RejectionReason.REJECTION_REASON_NOT_DELEGATED);
    }

    @Test
    void aDelegationCountsFromItsRegistrationToItsEnd() throws Exception {
        var ended = ALICE.delegation(HOST, between(NOW, NOW + 10), DELEGATION_SCOPE_SEND);
        assertThat(reasons(NOW - 1, ALICE.record(1, ended), DELEGATED)).hasSize(1);
        assertThat(reasons(NOW, ALICE.record(1, ended), DELEGATED)).isEmpty();
        assertThat(reasons(NOW + 9, ALICE.record(1, ended), DELEGATED)).isEmpty();
        assertThat(reasons(NOW + 10, ALICE.record(1, ended), DELEGATED)).hasSize(1);
        var renewed = ALICE.delegation(HOST, since(NOW + 10), DELEGATION_SCOPE_SEND);
        assertThat(reasons(NOW + 10, ALICE.record(1, ended, renewed), DELEGATED))
                .isEmpty();
    }

    @Test
    void administrationCannotBeDelegatedAndIsNotWaitedFor() throws Exception {
        var all = ALICE.delegation(
                HOST, since(NOW - 5), DELEGATION_SCOPE_SEND, DELEGATION_SCOPE_ACKNOWLEDGE, DELEGATION_SCOPE_CHANNEL);
        var verification = verification(NOW, ALICE.record(1, all), SampleEnvelopes.suspension(ALICE.id(), "acme/bob"));
        assertThat(verification.refused())
                .extracting(Refusal::reason)
                .containsExactly(RejectionReason.REJECTION_REASON_NOT_DELEGATED);
        assertThat(verification.undelegated()).isFalse();
    }

    @Test
    void aMissingDelegationIsWaitedForAndASuspendedSenderIsNot() throws Exception {
        assertThat(verification(NOW, ALICE.record(1), DELEGATED).undelegated()).isTrue();
        var suspended = ALICE.record(1, ALICE.delegation(HOST, since(NOW - 5), DELEGATION_SCOPE_SEND));
        suspended.getAgentBuilder().getStatusesBuilder(0).setStatus(AgentStatus.AGENT_STATUS_SUSPENDED);
        var verification = verification(NOW, suspended, DELEGATED);
        assertThat(verification.refused())
                .extracting(Refusal::reason)
                .containsExactly(RejectionReason.REJECTION_REASON_SENDER_SUSPENDED);
        assertThat(verification.undelegated()).isFalse();
    }

    @Test
    void aDelegationToAnotherKeyOfTheSignerDoesNotCount() throws Exception {
        DelegationRecord send = ALICE.delegation(HOST, since(NOW - 5), DELEGATION_SCOPE_SEND);
        IdentityShare share = share(ALICE.record(1, send));
        var other = share.toBuilder();
        other.getDelegationsBuilder(0)
                .setSignerKeyId(ALICE.key().publicKey().keyId().bytes());
        var verification = EnvelopeVerifier.verify(
                verified(HOST.batch(1, DELEGATED), NOW), agent -> Optional.of(new SignerRecord(other.build())));
        assertThat(verification.refused()).hasSize(1);
    }

    @Test
    void aRepeatIsAnsweredWithTheRefusalsOfTheFirstTime() throws Exception {
        Outcome outcome = Outcome.newBuilder()
                .addRefused(RefusedEnvelope.newBuilder()
                        .setIndex(1)
                        .setReason(RejectionReason.REJECTION_REASON_NOT_DELEGATED_VALUE))
                .build();
        Verified verified = verified(HOST.batch(1, OWN, DELEGATED), NOW);
        assertThat(EnvelopeVerifier.repeat(verified, outcome).refused())
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.sender()).isEqualTo(ALICE.id());
                    assertThat(refusal.reason()).isEqualTo(RejectionReason.REJECTION_REASON_NOT_DELEGATED);
                    assertThat(refusal.leafHash()).isEqualTo(verified.batch().leafHash(1));
                });
    }

    private static List<RejectionReason> reasons(long at, IdentityRecord.Builder sender, Envelope envelope)
            throws Exception {
        return verification(at, sender, envelope).refused().stream()
                .map(Refusal::reason)
                .toList();
    }

    private static EnvelopeVerification verification(long at, IdentityRecord.Builder sender, Envelope envelope)
            throws Exception {
        IdentityShare share = share(sender);
        return EnvelopeVerifier.verify(
                verified(HOST.batch(1, envelope), at),
                agent -> Optional.of(share)
                        .filter(found -> found.getAgent().equals(agent))
                        .map(SignerRecord::new));
    }

    /** What the host gets of an agent's record; an agent that delegates nothing is known by its statuses alone. */
    private static IdentityShare share(IdentityRecord.Builder record) throws Exception {
        var shares = IdentityShares.of(record.build());
        return shares.get(shares.size() - 1);
    }

    private static Verified verified(SignedBatch batch, long ingestTimeMs) throws Exception {
        var host = new SignerRecord(IdentityShares.of(HOST.record(1).build()).get(0));
        return (Verified) new BatchVerifier().verify(batch, Lane.LANE_NORMAL, ingestTimeMs, Optional.of(host));
    }
}
