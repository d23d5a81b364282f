package io.creto.messaging.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.creto.messaging.v1.Report;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real parts with few messages: a round ends only if exactly what is expected came out. No time is asserted. */
class PipelineITCase {
    private static final int MESSAGES = 128;

    private final BenchFleet fleet = new BenchFleet(new SecureRandom(), System.currentTimeMillis());
    private final BatchMaker maker = new BatchMaker(fleet);

    @ParameterizedTest
    @EnumSource(
            value = Report.class,
            names = {"REPORT_NONE", "REPORT_ROUTED"})
    void theJobDeliversEachMessageAndSaysWhatIsWanted(Report report) throws Exception {
        Workload workload = Workload.batched(report, MESSAGES);
        try (BatchFile batches = maker.make(workload)) {
            assertThat(batches.slices()).isEqualTo(2L * workload.batches());
            Round round = ThroughputRun.measure(Subject.JOB, fleet, batches, 1, 1);
            assertThat(round.messages()).isBetween(0L, workload.messages() / 2L);
        }
    }

    @Test
    void thePassThroughGivesBackEachCopy() throws Exception {
        try (BatchFile batches = maker.make(Workload.single(Report.REPORT_NONE, MESSAGES))) {
            Round round = ThroughputRun.measure(Subject.PASS_THROUGH, fleet, batches, 2, 1);
            assertThat(round.messages()).isBetween(0L, (long) MESSAGES);
        }
    }

    @Test
    void aJobThatRefusesIsNotMeasured() throws Exception {
        BenchFleet strangers = new BenchFleet(new SecureRandom(), System.currentTimeMillis());
        try (BatchFile foreign = new BatchMaker(strangers).make(Workload.single(Report.REPORT_NONE, MESSAGES))) {
            assertThatThrownBy(() -> new VerifyCost(fleet, foreign).measure(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("does not verify");
        }
    }
}
