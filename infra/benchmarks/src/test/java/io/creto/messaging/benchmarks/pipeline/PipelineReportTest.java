package io.creto.messaging.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.v1.Report;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineReportTest {
    private static final PipelinePlan PLAN = new PipelinePlan(0, 1, 1, 64, 20, 15, 30);
    private static final Round ROUND = new Round(1_000_000, 100, 100);
    private static final StackCost STACK = new StackCost(12, 8, 1L << 30, 0.05, new Latencies(4000, 30, 60, 90));
    private static final PipelineResult RESULT = new PipelineResult(
            List.of(row(Report.REPORT_NONE, 250), row(Report.REPORT_ROUTED, 2000)),
            Optional.of(new Latencies(4000, 10, 20, 30)),
            Optional.of(STACK));

    @Test
    void jsonHoldsEveryRoundTheRatiosAndWhetherTheyAreMet() throws Exception {
        JsonNode document = new ObjectMapper().readTree(PipelineReport.json(PLAN, RESULT));
        JsonNode row = document.at("/throughput/0");
        assertThat(row.at("/job/rounds/0/seconds").asDouble()).isEqualTo(250);
        assertThat(row.at("/job/perSecond").asDouble()).isEqualTo(4000);
        assertThat(row.at("/shareOfBound").asDouble()).isEqualTo(0.8);
        assertThat(document.at("/goals").size()).isEqualTo(5);
        assertThat(document.at("/goals/0/met").asBoolean()).isTrue();
        assertThat(document.at("/goals/1/value").asDouble()).isEqualTo(3);
        assertThat(document.at("/goals/1/met").asBoolean()).isFalse();
        assertThat(document.at("/met").asBoolean()).isFalse();
    }

    @Test
    void theTableNamesWhatIsMissed() {
        StringWriter text = new StringWriter();
        PipelineReport.print(new PrintWriter(text), PLAN, RESULT);
        assertThat(text.toString())
                .contains("| batches of 1 | job | 4000 | 250.0 | 110.0 |")
                .contains("SDK to SDK p50 / pass-through p50, 200 messages/s | 3.000 | ≤ 2.500 | missed |")
                .contains("| idle stack, resident GiB | 1.000 | ≤ 2.000 | met |");
    }

    @Test
    void memoryThatTheSystemDoesNotTellMeetsNoGoal() {
        var unknown = new StackCost(12, 8, 0, 0.05, new Latencies(1, 1, 1, 1));
        var result = new PipelineResult(List.of(), Optional.empty(), Optional.of(unknown));
        assertThat(result.goals().get(0).met()).isFalse();
    }

    @Test
    void residentMemoryIsReadFromTheStatusOfAProcess() {
        assertThat(ProcessUsage.resident(List.of("Name:\tjava", "VmRSS:\t  123456 kB", "Threads:\t1")))
                .hasValue(123456L * 1024);
        assertThat(ProcessUsage.resident(List.of("Name:\tkthreadd"))).isEmpty();
    }

    private static Comparison row(Report report, double seconds) {
        return new Comparison(
                Workload.single(report, 64),
                List.of(ROUND),
                List.of(ROUND),
                List.of(new Round(1_000_000, seconds, 110)));
    }
}
