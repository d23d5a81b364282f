package io.creto.messaging.jobs.verify;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.HOST;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.between;
import static io.creto.messaging.jobs.SampleAgents.since;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Validity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentitySharesTest {
    private static final DelegationRecord SENDS =
            ALICE.delegation(HOST, since(NOW), DelegationScope.DELEGATION_SCOPE_SEND);

    @Test
    void theAgentGetsItsKeysAndEachSignerTheDelegationsToItself() throws Exception {
        var first = ALICE.delegation(HOST, since(NOW), DelegationScope.DELEGATION_SCOPE_SEND);
        var second = ALICE.delegation(HOST, between(NOW - 9, NOW), DelegationScope.DELEGATION_SCOPE_CHANNEL);
        var shares = IdentityShares.of(ALICE.record(4, first, second).build());
        assertThat(shares).extracting(IdentityShare::getSigner).containsExactly(ALICE.id(), HOST.id());
        IdentityShare own = shares.get(0);
        assertThat(own.getKeysCount()).isEqualTo(1);
        assertThat(own.getDelegationsCount()).isZero();
        IdentityShare host = shares.get(1);
        assertThat(host.getAgent()).isEqualTo(ALICE.id());
        assertThat(host.getVersion()).isEqualTo(4);
        assertThat(host.getKeysCount()).isZero();
        assertThat(host.getStatusesCount()).isEqualTo(1);
        assertThat(host.getDelegationsList())
                .extracting(delegation -> delegation.getValidity().getUntilMs())
                .as("cut to its own end, and to its registered end")
                .containsExactly(NOW + 1_000_000, NOW);
    }

    @Test
    void anOlderOrEqualVersionReplacesNothing() {
        var second = Optional.of(
                new SignerRecord(IdentityShare.newBuilder().setVersion(2).build()));
        assertThat(new SignerRecord(IdentityShare.newBuilder().setVersion(1).build()).replaces(second))
                .isFalse();
        assertThat(second.get().replaces(second)).isFalse();
        assertThat(new SignerRecord(IdentityShare.newBuilder().setVersion(3).build()).replaces(second))
                .isTrue();
    }

    @Test
    void anEndCameLateIfItBeganToCountBeforeItWasLearnt() throws Exception {
        SignerRecord before = host(between(NOW - 9, NOW + 500), AgentStatus.AGENT_STATUS_ACTIVE);
        SignerRecord ended = host(between(NOW - 9, NOW + 100), AgentStatus.AGENT_STATUS_ACTIVE);
        SignerRecord revoked = host(between(NOW - 9, NOW + 500), AgentStatus.AGENT_STATUS_REVOKED);
        assertThat(ended.cameLate(before, NOW + 99)).isFalse();
        assertThat(ended.cameLate(before, NOW + 100)).isTrue();
        assertThat(ended.cameLate(before, NOW + 500)).as("over by either").isFalse();
        assertThat(before.cameLate(ended, NOW + 100)).as("something was added").isFalse();
        assertThat(revoked.cameLate(before, NOW)).isTrue();
        assertThat(before.cameLate(host(between(NOW - 9, NOW + 500), AgentStatus.AGENT_STATUS_SUSPENDED), NOW))
                .as("let in again")
                .isFalse();
        assertThat(revoked.cameLate(before, NOW - 20)).as("no status yet").isFalse();
    }

    /** What the host knows of Alice. */
    private static SignerRecord host(Validity delegated, AgentStatus status) throws Exception {
        var record = ALICE.record(1, SENDS.toBuilder().setValidity(delegated).build());
        record.getAgentBuilder().getStatusesBuilder(0).setStatus(status).setValidity(since(NOW - 10));
        return new SignerRecord(IdentityShares.of(record.build()).get(1));
    }

    @Test
    void aFleetsRecordIsNobodysAndNoiseIsRefused() throws Exception {
        IdentityRecord fleet = IdentityRecord.newBuilder()
                .setVersion(1)
                .setRecordedAtMs(NOW)
                .setEffectiveFromMs(NOW)
                .setFleet(FleetRecord.newBuilder()
                        .setFleet("acme")
                        .addAdmins("acme/root")
                        .setDeliveryPartitions(2)
                        .setGeneration(1))
                .build();
        assertThat(IdentityShares.of(fleet)).isEmpty();
    }
}
