package io.creto.messaging.gateway.limit;

import static io.creto.messaging.gateway.limit.SampleQuotas.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.gateway.directory.DirectorySamples;
import io.creto.messaging.gateway.directory.FakeDirectory;
import io.creto.messaging.v1.FleetQuota;
import io.creto.messaging.v1.PolicyRecord;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetPoliciesTest {
    private static final FleetQuota QUOTA = messages(5, 1).build();
    private static final FleetQuota OTHER = messages(7, 1).build();

    private final AtomicLong now = new AtomicLong(DirectorySamples.NOW + 1_000_000);
    private final FakeDirectory directory = new FakeDirectory();
    private final FleetPolicies policies = new FleetPolicies(directory, () -> Instant.ofEpochMilli(now.get()));

    @AfterEach
    void stop() {
        policies.close();
    }

    @Test
    void aFleetThatIsNewHereIsAskedAboutAtOnceAndNobodyWaits() {
        CountDownLatch slow = new CountDownLatch(1);
        directory.slow = slow;
        directory.put(policy("acme", 2, QUOTA));

        assertThat(policies.of("acme")).isEqualTo(FleetPolicy.UNKNOWN);
        slow.countDown();
        awaitVersion("acme", 2);
        assertThat(policies.of("acme").quota()).contains(QUOTA);
        assertThat(policies.of("acme").id()).isEqualTo("policy-2");
    }

    @Test
    void theNewestThatCountsByTheClockIsTheOne() {
        directory.put(policy("acme", 2, QUOTA));
        directory.put(policy("acme", 3, OTHER).toBuilder()
                .setEffectiveFromMs(now.get() + 1)
                .build());
        know("acme", 2);

        policies.look();
        assertThat(policies.of("acme").version()).isEqualTo(2);
        now.incrementAndGet();
        policies.look();
        assertThat(policies.of("acme").version()).isEqualTo(3);
        assertThat(policies.of("acme").quota()).contains(OTHER);
    }

    @Test
    void aQuotaThatIsTakenAwayIsGone() {
        directory.put(policy("acme", 2, QUOTA));
        know("acme", 2);
        directory.put(DirectorySamples.policy("acme", 3));
        policies.look();
        assertThat(policies.of("acme").version()).isEqualTo(3);
        assertThat(policies.of("acme").quota()).isEmpty();
    }

    @Test
    void oneQuestionAsksForAllFleetsAndNothingUnchangedIsRead() {
        policies.close(); // looks at the test's word alone
        for (int i = 0; i < 100; i++) {
            directory.put(policy("fleet-" + i, 2, QUOTA));
            var unused = policies.of("fleet-" + i);
        }
        policies.look();
        assertThat(directory.questions).hasValue(1 + 100);
        policies.look();
        assertThat(directory.questions).hasValue(1 + 100 + 1);
        assertThat(policies.of("fleet-99").quota()).contains(QUOTA);
    }

    @Test
    void aFleetWithoutPolicyIsUnknownUntilItHasOne() {
        assertThat(policies.of("acme")).isEqualTo(FleetPolicy.UNKNOWN);
        policies.look();
        assertThat(policies.of("acme")).isEqualTo(FleetPolicy.UNKNOWN);
        directory.put(policy("acme", 2, QUOTA));
        policies.look();
        assertThat(policies.of("acme").version()).isEqualTo(2);
    }

    @Test
    void whatIsKnownCountsOnWhereTheReadModelIsGoneAndWhatIsNotHasNoQuota() {
        directory.put(policy("acme", 2, QUOTA));
        directory.put(policy("beta", 2, QUOTA));
        know("acme", 2);

        directory.gone = true;
        policies.look();
        assertThat(policies.of("acme").quota()).contains(QUOTA);
        assertThat(policies.of("beta").quota()).isEmpty();
        policies.look();
        assertThat(policies.of("beta").quota()).isEmpty();

        directory.gone = false;
        policies.look();
        assertThat(policies.of("beta").quota()).contains(QUOTA);
    }

    @Test
    void aReadModelThatIsBehindTakesNothingAway() {
        directory.put(policy("acme", 4, OTHER));
        directory.put(policy("acme", 5, QUOTA).toBuilder()
                .setEffectiveFromMs(now.get())
                .build());
        know("acme", 5);
        now.decrementAndGet(); // when 4 was the newest
        policies.look();
        assertThat(policies.of("acme").quota()).contains(QUOTA);
        now.set(DirectorySamples.NOW); // and before any counted
        policies.look();
        assertThat(policies.of("acme").version()).isEqualTo(5);
    }

    @Test
    void aVersionThatBreaksTheContractLimitsNothingAndIsReadOnce() {
        policies.close(); // looks at the test's word alone
        directory.put(policy("acme", 2, QUOTA.toBuilder().setBurstSeconds(0).build()));
        know("acme", 2);
        assertThat(policies.of("acme").quota()).isEmpty();
        policies.look();
        assertThat(directory.questions)
                .as("two for the versions, one for the record")
                .hasValue(3);
        directory.put(policy("acme", 3, OTHER));
        policies.look();
        assertThat(policies.of("acme").quota()).contains(OTHER);
    }

    @Test
    void itIsLookedAtAgainAndAgain() {
        directory.put(policy("acme", 2, QUOTA));
        policies.watch();
        know("acme", 2);
        directory.put(policy("acme", 3, OTHER));
        awaitVersion("acme", 3);
    }

    @Test
    void fleetsAreNotRememberedWithoutBound() {
        for (int i = 0; i < 2 * FleetPolicies.MAX_FLEETS; i++) {
            var unused = policies.of("fleet-" + i);
        }
        assertThat(policies.known()).isBetween(1L, (long) FleetPolicies.MAX_FLEETS);
    }

    @Test
    void whoAsksWhileItStopsHasNoQuota() {
        policies.close();
        assertThat(policies.of("acme")).isEqualTo(FleetPolicy.UNKNOWN);
    }

    private void know(String fleet, long version) {
        var unused = policies.of(fleet);
        policies.look();
        assertThat(policies.of(fleet).version()).isEqualTo(version);
    }

    private void awaitVersion(String fleet, long version) {
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> policies.of(fleet).version() == version);
    }

    private static PolicyRecord policy(String fleet, long version, FleetQuota quota) {
        PolicyRecord record = DirectorySamples.policy(fleet, version);
        return record.toBuilder()
                .setDocument(record.getDocument().toBuilder().setFleetQuota(quota))
                .build();
    }
}
