package io.creto.messaging.benchmarks.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.benchmarks.access.SubmitLoad.Way;
import io.creto.messaging.benchmarks.fleet.BenchFleet;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real parts with little to do: a round ends only if all of it was accepted, or has arrived. No time is asserted. */
class AccessITCase {
    private static final int BATCHES = 160;
    private static final int RECORDS = 3000;
    private static final AccessPlan PLAN = new AccessPlan(0, 2, BATCHES, RECORDS, 1);

    private final List<String> progress = new ArrayList<>();
    private final BenchFleet fleet = new BenchFleet(new SecureRandom(), System.currentTimeMillis());

    @ParameterizedTest
    @EnumSource(SubmitRow.class)
    void everyBatchIsAcceptedThroughBothDoors(SubmitRow row) {
        SubmitResult result = SubmitRun.measure(row, PLAN, fleet, progress::add);
        long messages = (long) row.batches(BATCHES) * row.batchSize();
        assertThat(result.doors().floor()).hasSize(2).allSatisfy(round -> plausible(round, messages));
        assertThat(result.doors().measured()).hasSize(2).allSatisfy(round -> plausible(round, messages));
        assertThat(result.doors().share()).isPositive();
    }

    @Test
    void everyRecordComesBothWaysAndIsReadOnceForTenListeners() {
        DeliveryResult result = DeliveryRun.measure(PLAN, fleet, progress::add);
        assertThat(result.reads().floor())
                .hasSize(2)
                .allSatisfy(round -> assertThat(round.messages()).isBetween(1L, (long) RECORDS));
        assertThat(result.reads().measured())
                .hasSize(2)
                .allSatisfy(round -> assertThat(round.messages()).isBetween(1L, (long) RECORDS));
        assertThat(result.againReads()).isBetween(1.0, 1.0 * RECORDS);
        assertThat(result.straight())
                .hasSize(2)
                .allSatisfy(latencies -> assertThat(latencies.count()).isEqualTo(200));
        assertThat(result.gateway())
                .hasSize(2)
                .allSatisfy(latencies -> assertThat(latencies.count()).isEqualTo(200));
        assertThat(result.fanOut().listeners()).isEqualTo(10);
        assertThat(result.fanOut().records()).isEqualTo(400);
        assertThat(result.fanOut().newestReads()).isEqualTo(1);
    }

    /** What is measured as secured is: the door lets nobody's batches in but the caller's. */
    @Test
    void aRoundWhoseBatchesAreRefusedIsNotMeasured() {
        try (AccessStand stand = AccessStand.start(fleet, 2)) {
            EnrolledAgent caller = stand.agent(0);
            List<ByteString> anothers = new SampleTraffic(fleet, stand.agent(1)).batches(1, 1);
            for (Way way : Way.values()) {
                assertThatThrownBy(() -> SubmitLoad.measure(way, stand.connect(Door.SECURED, caller), anothers, 1, 100))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("not accepted");
            }
            Round round = SubmitLoad.measure(Way.STREAM, stand.connect(Door.OPEN, caller), anothers, 1, 100);
            plausible(round, 100);
        }
    }

    private static void plausible(Round round, long messages) {
        assertThat(round.messages()).isEqualTo(messages);
        assertThat(round.perSecond()).isPositive().isFinite();
        assertThat(round.cpuMicros()).isPositive().isFinite();
    }
}
