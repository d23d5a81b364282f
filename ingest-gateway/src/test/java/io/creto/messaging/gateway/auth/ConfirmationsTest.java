package io.creto.messaging.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.SampleIdentity;
import io.creto.messaging.gateway.directory.FakeDirectory;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is looked at again goes on, or ends: what ends it, and what does not. */
class ConfirmationsTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final Validity FOR_GOOD = Validity.newBuilder().setFromMs(1).build();
    private static final SampleIdentity ALICE = SampleIdentity.of("acme/alice");

    private final AtomicLong now = new AtomicLong(NOW);
    private final FakeDirectory directory = new FakeDirectory();
    private final List<KnownCaller> ended = new CopyOnWriteArrayList<>();
    private final Confirmations confirmations =
            new Confirmations(new Identities(directory), () -> Instant.ofEpochMilli(now.get()), 2, ended::add);

    @AfterEach
    void stop() {
        confirmations.close();
    }

    @Test
    void anUnchangedRecordIsNotRead() {
        directory.put(ALICE.record(3));
        KnownCaller alice = alice(3, Long.MAX_VALUE);
        assertThat(confirmations.isFresh(alice)).isFalse();

        confirmations.confirm(alice).join();

        assertThat(directory.questions).as("the versions alone").hasValue(1);
        assertThat(confirmations.isFresh(alice)).isTrue();
        assertThat(ended).isEmpty();
    }

    @Test
    void aChangedRecordThatStillAllowsItIsTakenOver() {
        directory.put(ALICE.record(
                4,
                AgentStatus.AGENT_STATUS_ACTIVE,
                FOR_GOOD.toBuilder().setUntilMs(NOW + 1000).build()));
        KnownCaller alice = alice(3, Long.MAX_VALUE);

        confirmations.confirm(alice).join();
        assertThat(alice.proof().version()).isEqualTo(4);
        assertThat(ended).isEmpty();

        now.addAndGet(1000);
        confirmations.confirm(alice).join();
        assertEnded(alice, RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void aRevokedAgentEndsOnce() {
        directory.put(ALICE.record(4, AgentStatus.AGENT_STATUS_REVOKED, FOR_GOOD));
        KnownCaller alice = alice(3, Long.MAX_VALUE);

        confirmations.confirm(alice).join();
        confirmations.confirm(alice).join();

        assertEnded(alice, RejectionReason.REJECTION_REASON_SENDER_REVOKED);
    }

    @Test
    void aReadModelThatIsBehindOrEmptyTakesNothingAway() {
        KnownCaller alice = alice(3, Long.MAX_VALUE);

        confirmations.confirm(alice).join();
        assertThat(confirmations.isFresh(alice)).as("looked at").isTrue();
        directory.put(ALICE.record(2, AgentStatus.AGENT_STATUS_REVOKED, FOR_GOOD));
        KnownCaller again = alice(3, Long.MAX_VALUE);
        confirmations.confirm(again).join();

        assertThat(confirmations.isFresh(again)).as("looked at").isTrue();
        assertThat(ended).isEmpty();
    }

    @Test
    void whereTheReadModelIsGoneNobodyIsAskedAboutForAMoment() {
        directory.gone = true;
        KnownCaller alice = alice(3, Long.MAX_VALUE);

        confirmations.confirm(alice).join();

        assertThat(ended).isEmpty();
        assertThat(confirmations.isFresh(alice))
                .as("nobody is asked again at once")
                .isTrue();
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> !confirmations.isFresh(alice));
    }

    @Test
    void whoWaitsForASlowReadModelGoesOnAndTheyAreFew() {
        CountDownLatch slow = new CountDownLatch(1);
        directory.slow = slow;
        KnownCaller alice = alice(3, Long.MAX_VALUE);

        CompletableFuture<Void> first = confirmations.confirm(alice);
        CompletableFuture<Void> second = confirmations.confirm(alice);
        assertThatThrownBy(() -> confirmations.confirm(alice)).isInstanceOf(GatewayException.class);

        assertThat(first).succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(second).succeedsWithin(5, TimeUnit.SECONDS);
        slow.countDown();
        assertThat(confirmations.confirm(alice)).as("there is room again").succeedsWithin(5, TimeUnit.SECONDS);
    }

    private void assertEnded(KnownCaller caller, RejectionReason reason) {
        assertThat(ended).containsExactly(caller);
        assertThat(Objects.requireNonNull(caller.ended()).reason()).isEqualTo(reason);
    }

    private static KnownCaller alice(long version, long keyUntilMs) {
        Proof proof = new Proof(
                "acme/alice", ALICE.key().publicKey().keyId().bytes(), NOW + 240_000, version, keyUntilMs, false);
        long longAgo = System.nanoTime() - 2 * Confirmations.FRESH.toNanos();
        return new KnownCaller(ByteString.copyFromUtf8("token"), proof, longAgo);
    }
}
