package io.creto.messaging.client.internal.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.EvidenceException.Link;
import io.creto.messaging.client.FleetPolicy;
import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.SampleAgent;
import io.creto.messaging.client.SampleFleet;
import io.creto.messaging.client.SamplePolicies;
import io.creto.messaging.client.Slices;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.crypto.identity.KeyBinding;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.v1.DirectoryServiceGrpc.DirectoryServiceImplBase;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.GetPolicyRequest;
import io.creto.messaging.v1.GetPolicyResponse;
import io.creto.messaging.v1.ListPolicyVersionsRequest;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyVersion;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that lies about policies. */
class TrustedPoliciesTest {
    private static final PolicyDocument NIGHT = SamplePolicies.document("night");

    private final SampleFleet fleet = new SampleFleet();
    private final LyingDirectory server = new LyingDirectory(fleet);
    private final Server running = InProcessServerBuilder.forName(toString())
            .directExecutor()
            .addService(server)
            .build();
    private final ManagedChannel channel =
            InProcessChannelBuilder.forName(toString()).directExecutor().build();

    @TempDir
    Path store;

    /** Tells the truth of agents, and of policies what a test wants it to. */
    private static final class LyingDirectory extends DirectoryServiceImplBase {
        private final SampleFleet fleet;
        private @Nullable PolicyRecord policy;
        private @Nullable Status refusal;
        private Function<ListPolicyVersionsRequest, ListPolicyVersionsResponse> versions =
                request -> ListPolicyVersionsResponse.getDefaultInstance();

        LyingDirectory(SampleFleet fleet) {
            this.fleet = fleet;
        }

        @Override
        public void getIdentities(GetIdentitiesRequest request, StreamObserver<GetIdentitiesResponse> responses) {
            GetIdentitiesResponse.Builder answer = GetIdentitiesResponse.newBuilder();
            request.getSubjectsList()
                    .forEach(subject ->
                            fleet.registry().identity(subject.getSubject()).ifPresent(answer::addIdentities));
            responses.onNext(answer.build());
            responses.onCompleted();
        }

        @Override
        public void getPolicy(GetPolicyRequest request, StreamObserver<GetPolicyResponse> responses) {
            if (refusal != null) {
                responses.onError(refusal.asRuntimeException());
                return;
            }
            GetPolicyResponse.Builder answer = GetPolicyResponse.newBuilder();
            if (policy != null) {
                answer.setPolicy(policy);
            }
            responses.onNext(answer.build());
            responses.onCompleted();
        }

        @Override
        public void listPolicyVersions(
                ListPolicyVersionsRequest request, StreamObserver<ListPolicyVersionsResponse> responses) {
            responses.onNext(versions.apply(request));
            responses.onCompleted();
        }
    }

    @BeforeEach
    void start() throws IOException {
        running.start();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        running.shutdownNow();
    }

    @Test
    void aPolicyThatAnAdminHasPutIsTakenAsSigned() {
        PolicyRecord record = SamplePolicies.put(fleet.admin(), 2, NIGHT);
        server.policy = record;
        FleetPolicy expected = new FleetPolicy(
                "acme",
                2,
                record.getRecordedAtMs(),
                record.getEffectiveFromMs(),
                fleet.admin().id(),
                true,
                NIGHT);

        with(policies -> {
            assertThat(policies.policy("acme", 0, 0)).contains(expected);
            assertThat(policies.policy("acme", 2, 2)).contains(expected);
        });
    }

    @Test
    void whatAFleetBeginsWithIsTakenAndSaidToBeUnsigned() {
        server.policy = SamplePolicies.initial();

        with(policies -> assertThat(policies.policy("acme", 0, 0)).hasValueSatisfying(policy -> {
            assertThat(policy.signed()).isFalse();
            assertThat(policy.author()).hasToString("creto/operator");
        }));
    }

    @Test
    void whatNobodySignedIsNoLaterVersion() {
        refuses(Link.POLICY, SamplePolicies.initial().toBuilder().setVersion(2).build(), 0);
    }

    @Test
    void aChangedDocumentIsRefused() {
        PolicyRecord.Builder changed = SamplePolicies.put(fleet.admin(), 2, NIGHT).toBuilder();
        changed.getDocumentBuilder().getRulesBuilder(0).getResourceBuilder().addFleets("other");

        refuses(Link.POLICY, changed.build(), 0);
    }

    @Test
    void aDocumentOfAnotherVersionIsRefused() {
        PolicyRecord record = SamplePolicies.put(fleet.admin(), 2, NIGHT);

        refuses(Link.POLICY, record.toBuilder().setVersion(3).build(), 0);
        refuses(Link.SUBJECT, record, 3);
    }

    @Test
    void aPolicyThatAMemberSignedIsRefused() {
        refuses(Link.POLICY, SamplePolicies.put(fleet.alice(), 2, NIGHT), 0);
    }

    @Test
    void aPolicyThatSomebodyElseSignedInAnAdminsNameIsRefused() {
        SampleAgent falseAdmin = new SampleAgent("acme/admin");
        PolicyRecord forged = SamplePolicies.put(falseAdmin, 2, NIGHT);
        PolicyRecord renamed = SamplePolicies.put(fleet.alice(), 2, NIGHT).toBuilder()
                .setAuthor("acme/admin")
                .build();

        refuses(Link.POLICY, forged, 0);
        refuses(Link.POLICY, renamed, 0);
    }

    /** A signer signs for those who delegate to it: that its batch carried a command does not make it its own. */
    @Test
    void aPolicyThatAnAdminsBatchCarriedForAnotherIsRefused() {
        Slice alices =
                fleet.alice().command(MessageKind.MESSAGE_KIND_PUT_POLICY, SamplePolicies.command("acme", 2, NIGHT));
        SignedBatch batch =
                fleet.admin().batch(1, SampleAgent.NOW, alices.getEnvelopes(0).getEnvelope());
        Slice carried = Slices.single(batch, SampleAgent.NOW).get(0);

        refuses(Link.POLICY, SamplePolicies.record(fleet.admin(), 2, NIGHT, carried), 0);
    }

    @Test
    void aChangedSignatureIsRefused() {
        PolicyRecord.Builder record = SamplePolicies.put(fleet.admin(), 2, NIGHT).toBuilder();
        byte[] signature = record.getEvidence().getSignature().toByteArray();
        signature[signature.length - 1] ^= 1;
        record.getEvidenceBuilder().setSignature(ByteString.copyFrom(signature));

        refuses(Link.POLICY, record.build(), 0);
    }

    @Test
    void anotherFleetsPolicyIsRefused() {
        PolicyRecord record = SamplePolicies.put(fleet.admin(), 2, NIGHT);
        Slice forOther =
                fleet.admin().command(MessageKind.MESSAGE_KIND_PUT_POLICY, SamplePolicies.command("other", 2, NIGHT));

        refuses(Link.SUBJECT, record.toBuilder().setFleet("other").build(), 0);
        refuses(Link.POLICY, SamplePolicies.record(fleet.admin(), 2, NIGHT, forOther), 0);
        refuses(Link.POLICY, record.toBuilder().setAuthor("other/admin").build(), 0);
    }

    @Test
    void anotherCommandOfAnAdminIsNoEvidence() {
        PolicyRecord record =
                SamplePolicies.record(fleet.admin(), 2, NIGHT, fleet.admin().uploads());

        refuses(Link.POLICY, record, 0);
    }

    @Test
    void aKeyThatWasReplacedSignsNoNewPolicyAndAnOldOneStays() {
        CompositePrivateKey newKey = CompositePrivateKey.generate(SampleAgent.RANDOM);
        PolicyRecord before = SamplePolicies.put(fleet.admin(), 2, NIGHT, SampleAgent.NOW);
        server.policy = before;
        with(policies -> {
            assertThat(policies.policy("acme", 2, 0)).isPresent();
            fleet.registry()
                    .apply(fleet.admin()
                            .command(MessageKind.MESSAGE_KIND_REPLACE_KEY, replacement(newKey), SampleAgent.NOW + 1));
            assertThat(policies.policy("acme", 2, 0))
                    .as("signed while it counted")
                    .isPresent();
            SampleAgent renewed = new SampleAgent("acme/admin", newKey);
            server.policy = SamplePolicies.put(renewed, 3, NIGHT, SampleAgent.NOW + 2);
            assertThat(policies.policy("acme", 3, 0))
                    .as("signed with a key that is newer than what was cached")
                    .isPresent();
        });
        refuses(Link.POLICY, SamplePolicies.put(fleet.admin(), 4, NIGHT, SampleAgent.NOW + 3), 0);
    }

    private ReplaceKey replacement(CompositePrivateKey newKey) {
        KeyId oldKey = fleet.admin().key().publicKey().keyId();
        KeyBinding binding = KeyBinding.ofReplacement(fleet.admin().id(), oldKey, newKey, SampleAgent.RANDOM);
        return ReplaceKey.newBuilder()
                .setAgent("acme/admin")
                .setOldKeyId(oldKey.bytes())
                .setPublicKey(newKey.publicKey().encoded())
                .setBinding(binding.bytes())
                .setNewKeySignature(binding.signature())
                .build();
    }

    @Test
    void anOlderNewestIsRefusedEvenAfterARestartAndAnOldOneMayBeAskedFor() {
        server.policy = SamplePolicies.put(fleet.admin(), 3, NIGHT);
        with(policies -> assertThat(policies.policy("acme", 0, 0)).isPresent());

        refuses(Link.ROLLBACK, SamplePolicies.put(fleet.admin(), 2, NIGHT), 0);
        with(policies -> assertThat(policies.policy("acme", 2, 0)).isPresent());
        server.policy = null;
        with(policies -> assertThatThrownBy(() -> policies.policy("acme", 0, 0))
                .isInstanceOfSatisfying(
                        EvidenceException.class, e -> assertThat(e.link()).isEqualTo(Link.ROLLBACK)));
    }

    @Test
    void absenceRefusalAndSilenceAreTold() {
        with(policies -> assertThat(policies.policy("acme", 0, 0)).isEmpty());
        server.refusal = Status.PERMISSION_DENIED.withDescription("the caller is no agent of this fleet");
        with(policies -> assertThatThrownBy(() -> policies.policy("acme", 0, 0))
                .isInstanceOfSatisfying(
                        MessageRejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(RejectionReason.REJECTION_REASON_DENIED))
                .hasMessageContaining("no agent of this fleet"));
        running.shutdownNow();
        with(policies -> assertThatThrownBy(() -> policies.policy("acme", 0, 0))
                .isInstanceOf(GatewayUnavailableException.class));
    }

    @Test
    void anAnswerAgainstTheContractIsRefused() {
        refuses(Link.ANSWER, PolicyRecord.getDefaultInstance(), 0);
    }

    @Test
    void versionsAreGatheredFromPagesUpToTheNumberAskedFor() {
        server.versions = request -> {
            long from = request.getPageToken().isEmpty() ? 1000 : Long.parseLong(request.getPageToken()) - 1;
            return ListPolicyVersionsResponse.newBuilder()
                    .addAllVersions(LongStream.range(0, request.getPageSize())
                            .mapToObj(i -> version(from - i))
                            .toList())
                    .setNextPageToken(Long.toString(from - request.getPageSize() + 1))
                    .build();
        };
        with(policies -> {
            assertThat(policies.versions("acme", 600, 0))
                    .hasSize(600)
                    .extracting(PolicyVersion::getVersion)
                    .isEqualTo(LongStream.range(0, 600).mapToObj(i -> 1000 - i).toList());
            assertThat(policies.versions("acme", 3, 0)).hasSize(3);
            assertThatThrownBy(() -> policies.versions("acme", 0, 0)).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void aListThatNeverEndsIsLeft() {
        server.versions = request -> ListPolicyVersionsResponse.newBuilder()
                .setNextPageToken("again")
                .build();
        with(policies -> assertThat(policies.versions("acme", 10, 0)).isEmpty());
        server.versions = request -> ListPolicyVersionsResponse.newBuilder()
                .addVersions(version(1))
                .setNextPageToken("again")
                .build();
        with(policies -> assertThat(policies.versions("acme", 10, 0)).hasSizeLessThanOrEqualTo(10));
    }

    private static PolicyVersion version(long version) {
        return SamplePolicies.listed(SamplePolicies.initial()).toBuilder()
                .setVersion(version)
                .build();
    }

    private void refuses(Link link, PolicyRecord record, long version) {
        server.policy = record;
        with(policies -> assertThatThrownBy(() -> policies.policy("acme", version, 0))
                .isInstanceOfSatisfying(
                        EvidenceException.class, e -> assertThat(e.link()).isEqualTo(link)));
    }

    /** Each time another process, on the same store. */
    private void with(Consumer<TrustedPolicies> action) {
        try (ClientStore opened = ClientStore.open(store)) {
            Directory directory = new Directory(channel, "in-process");
            EvidenceVerifier verifier =
                    new EvidenceVerifier(fleet.operator().key().publicKey());
            action.accept(new TrustedPolicies(directory, new TrustedDirectory(directory, verifier, opened), opened));
        }
    }
}
