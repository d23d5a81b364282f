package io.creto.messaging.client.internal.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.EvidenceException.Link;
import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.RecipientKey;
import io.creto.messaging.client.SampleAgent;
import io.creto.messaging.client.SampleFleet;
import io.creto.messaging.client.UnknownAgentException;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.DirectoryServiceGrpc.DirectoryServiceImplBase;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.UploadPrekeys;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that lies, in each way in which it can. */
class TrustedDirectoryTest {
    private final SampleFleet fleet = new SampleFleet();
    private final LyingDirectory server = new LyingDirectory();
    private final Server running = InProcessServerBuilder.forName(toString())
            .directExecutor()
            .addService(server)
            .build();
    private final ManagedChannel channel =
            InProcessChannelBuilder.forName(toString()).directExecutor().build();

    @TempDir
    Path store;

    /** Says what a test wants it to say. */
    private static final class LyingDirectory extends DirectoryServiceImplBase {
        private @Nullable IdentityRecord identity;
        private @Nullable PrekeyRecord prekey;

        @Override
        public void getIdentities(GetIdentitiesRequest request, StreamObserver<GetIdentitiesResponse> responses) {
            GetIdentitiesResponse.Builder answer = GetIdentitiesResponse.newBuilder();
            if (identity != null) {
                answer.addIdentities(identity);
            }
            responses.onNext(answer.build());
            responses.onCompleted();
        }

        @Override
        public void fetchKeys(FetchKeysRequest request, StreamObserver<FetchKeysResponse> responses) {
            FetchKeysResponse.Builder answer = FetchKeysResponse.newBuilder();
            if (prekey != null) {
                answer.addPrekeys(prekey);
            }
            responses.onNext(answer.build());
            responses.onCompleted();
        }
    }

    @BeforeEach
    void start() throws IOException {
        running.start();
        server.identity = fleet.record(fleet.alice());
        server.prekey = fleet.prekey(fleet.alice());
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        running.shutdownNow();
    }

    @Test
    void anHonestAnswerIsTakenAndKept() {
        with(directory -> {
            assertThat(directory.fetchPrekey(fleet.alice().id(), 0).key())
                    .isEqualTo(fleet.alice().prekey().encapsulationKey());
            server.identity = null;
            assertThat(directory.agent(fleet.alice().id(), 0).version()).isEqualTo(1);
            assertThat(directory.cachedPrekey(fleet.alice().id())).isPresent();
        });
    }

    @Test
    void aSwappedKeyIsRefused() {
        DecapsulationKey mallorys = DecapsulationKey.generate(SampleAgent.RANDOM);
        server.prekey = fleet.prekey(fleet.alice()).toBuilder()
                .setPrekey(SampleAgent.publicHalf(mallorys))
                .build();

        with(directory -> {
            refuses(Link.PREKEY, () -> directory.fetchPrekey(fleet.alice().id(), 0));
            assertThat(directory.cachedPrekey(fleet.alice().id())).isEmpty();
        });
    }

    @Test
    void aDroppedLinkIsRefused() {
        server.identity =
                fleet.record(fleet.alice()).toBuilder().removeEvidence(2).build();

        with(directory ->
                refuses(Link.TOKEN, () -> directory.agent(fleet.alice().id(), 0)));
    }

    @Test
    void anotherAgentsRecordIsRefused() {
        server.identity = fleet.record(fleet.bob());

        with(directory ->
                refuses(Link.SUBJECT, () -> directory.agent(fleet.alice().id(), 0)));
    }

    @Test
    void anOlderRecordIsRefusedEvenAfterARestart() {
        IdentityRecord old = fleet.record(fleet.alice());
        fleet.registry()
                .apply(fleet.admin()
                        .command(
                                MessageKind.MESSAGE_KIND_SET_STATUS,
                                SetStatus.newBuilder()
                                        .setAgent("acme/alice")
                                        .setStatus(AgentStatus.AGENT_STATUS_REVOKED)
                                        .build()));
        server.identity = fleet.record(fleet.alice());
        with(directory -> assertThat(directory.agent(fleet.alice().id(), 0).status())
                .isEqualTo(AgentStatus.AGENT_STATUS_REVOKED));

        server.identity = old;

        with(directory ->
                refuses(Link.ROLLBACK, () -> directory.agent(fleet.alice().id(), 0)));
    }

    @Test
    void anOlderPrekeyIsRefusedEvenAfterARestart() {
        PrekeyRecord old = fleet.prekey(fleet.alice());
        DecapsulationKey newer = DecapsulationKey.generate(SampleAgent.RANDOM);
        UploadPrekeys upload = UploadPrekeys.newBuilder()
                .setPeer("*")
                .setCurrent(SampleAgent.publicHalf(newer))
                .build();
        fleet.registry()
                .apply(fleet.alice().command(MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS, upload, SampleAgent.NOW + 1));
        server.prekey = fleet.prekey(fleet.alice());
        with(directory ->
                assertThat(directory.fetchPrekey(fleet.alice().id(), 0).key()).isEqualTo(newer.encapsulationKey()));

        server.prekey = old;

        with(directory ->
                refuses(Link.ROLLBACK, () -> directory.fetchPrekey(fleet.alice().id(), 0)));
    }

    @Test
    void anAnswerAgainstTheContractIsRefused() {
        server.identity = IdentityRecord.getDefaultInstance();

        with(directory ->
                refuses(Link.ANSWER, () -> directory.agent(fleet.alice().id(), 0)));
    }

    @Test
    void absenceAndSilenceAreTold() {
        server.identity = null;
        with(directory -> assertThatThrownBy(() -> directory.agent(fleet.alice().id(), 0))
                .isInstanceOf(UnknownAgentException.class));
        server.identity = fleet.record(fleet.alice());
        server.prekey = null;
        with(directory -> assertThatThrownBy(
                        () -> directory.fetchPrekey(fleet.alice().id(), 0))
                .isInstanceOf(UnknownAgentException.class)
                .hasMessageContaining("published no key"));
        running.shutdownNow();
        with(directory -> assertThatThrownBy(() -> directory.agent(fleet.alice().id(), 0))
                .isInstanceOf(GatewayUnavailableException.class));
    }

    @Test
    void whatIsKnownOutlivesADirectoryThatDoesNotAnswer() {
        AtomicLong nanos = new AtomicLong();
        with(nanos::get, directory -> {
            RecipientKey key = directory.prekey(fleet.alice().id());
            nanos.addAndGet(Duration.ofHours(1).toNanos());
            assertThat(directory.cachedPrekey(fleet.alice().id()))
                    .as("asked for anew")
                    .isEmpty();
            running.shutdownNow();

            assertThat(directory.prekey(fleet.alice().id())).isEqualTo(key);
            assertThat(directory.cachedPrekey(fleet.alice().id()))
                    .as("nobody is asked for a while")
                    .contains(key);
            assertThat(directory.agent(fleet.alice().id(), 0).version()).isEqualTo(1);
            assertThatThrownBy(() -> directory.agent(fleet.alice().id(), 2))
                    .as("what is not known")
                    .isInstanceOf(GatewayUnavailableException.class);

            nanos.addAndGet(Duration.ofDays(8).toNanos());
            assertThatThrownBy(() -> directory.prekey(fleet.alice().id()))
                    .isInstanceOf(GatewayUnavailableException.class);
        });
    }

    @Test
    void whatIsKnownIsAskedForAnewAndAnAnswerThatIsRefusedIsNotOverlooked() {
        AtomicLong nanos = new AtomicLong();
        with(nanos::get, directory -> {
            directory.prekey(fleet.alice().id());
            server.identity = fleet.record(fleet.bob());
            nanos.addAndGet(Duration.ofHours(1).toNanos());
            refuses(Link.SUBJECT, () -> directory.agent(fleet.alice().id(), 0));
        });
    }

    /** Each time another process, on the same store. */
    private void with(Consumer<TrustedDirectory> action) {
        with(Ticker.systemTicker(), action);
    }

    private void with(Ticker ticker, Consumer<TrustedDirectory> action) {
        try (ClientStore opened = ClientStore.open(store)) {
            action.accept(new TrustedDirectory(
                    new Directory(channel, "in-process"),
                    new EvidenceVerifier(fleet.operator().key().publicKey()),
                    opened,
                    ticker));
        }
    }

    private static void refuses(Link link, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        EvidenceException.class, e -> assertThat(e.link()).isEqualTo(link));
    }
}
