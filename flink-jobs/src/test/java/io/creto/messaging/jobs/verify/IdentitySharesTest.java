package io.creto.messaging.jobs.verify;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.HOST;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.between;
import static io.creto.messaging.jobs.SampleAgents.since;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityRecord;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentitySharesTest {
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
