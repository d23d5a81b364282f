package io.creto.messaging.benchmarks.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.benchmarks.access.DeliveryResult.FanOut;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessReportTest {
    private static final AccessPlan PLAN = new AccessPlan(0, 1, 1000, 1000, 1);
    private static final Latencies FAST = new Latencies(200, 1, 2, 3);
    private static final Latencies SLOW = new Latencies(200, 2, 4, 6);
    private static final AccessResult RESULT = new AccessResult(
            List.of(
                    new SubmitResult(SubmitRow.STREAM_SINGLES, paired(6400, 5120)),
                    new SubmitResult(SubmitRow.STREAM_LARGE, paired(64_000, 57_600)),
                    new SubmitResult(SubmitRow.UNARY_SINGLES, paired(6400, 640))),
            Optional.of(new DeliveryResult(
                    paired(1000, 500), 2, List.of(FAST), List.of(SLOW), new FanOut(10, 400, 1, 0, SLOW))));

    @Test
    void jsonHoldsEveryRoundTheRatiosAndWhetherTheyAreMet() throws Exception {
        JsonNode document = new ObjectMapper().readTree(AccessReport.json(PLAN, RESULT));
        assertThat(document.at("/submit").size()).isEqualTo(3);
        assertThat(document.at("/submit/0/with/rounds/0/messages").asInt()).isEqualTo(5120);
        assertThat(document.at("/submit/0/ratio").asDouble()).isEqualTo(0.8);
        assertThat(document.at("/submit/1/cpuRatio").asDouble()).isEqualTo(1.5);
        assertThat(document.at("/delivery/read/ratio").asDouble()).isEqualTo(0.5);
        assertThat(document.at("/delivery/read/readsPerRecord").asDouble()).isEqualTo(2);
        assertThat(document.at("/delivery/gatewayLatency/p99").asDouble()).isEqualTo(4);
        assertThat(document.at("/delivery/fanOut/newestReads").asDouble()).isEqualTo(1);
        assertThat(document.at("/met").asBoolean()).isFalse();
    }

    @Test
    void onlyTheStreamOfSingleBatchesAndTheReadsAreHeldToBounds() throws Exception {
        JsonNode goals =
                new ObjectMapper().readTree(AccessReport.json(PLAN, RESULT)).at("/goals");
        assertThat(goals.size()).isEqualTo(2);
        assertThat(goals.at("/0/wanted").asText()).isEqualTo(">= 0.85");
        assertThat(goals.at("/0/met").asBoolean()).isFalse();
        assertThat(goals.at("/1/wanted").asText()).isEqualTo("<= 1.0");
        assertThat(goals.at("/1/met").asBoolean()).isTrue();
    }

    @Test
    void theTableCountsBatchesAndNamesWhatIsMissed() {
        StringWriter text = new StringWriter();
        AccessReport.print(new PrintWriter(text), PLAN, RESULT);
        assertThat(text.toString())
                .contains("| SubmitStream, batches of 64 | plaintext, anonymous | 1000 | 1000 – 1000 | 128.0 |")
                .contains("| SubmitStream, batches of 64 | TLS 1.3, access tokens | 900 | 900 – 900 | 192.0 |")
                .contains("| through the gateway | 2.00 | 4.00 | 6.00 |")
                .contains("SubmitStream, batches of 1 | 0.800 | ≥ 0.850 | missed |")
                .contains("10 listeners | 1.000 | ≤ 1.000 | met |");
    }

    private static Paired paired(long floor, long measured) {
        return new Paired(List.of(new Round(floor, 1, 2)), List.of(new Round(measured, 1, 3)));
    }
}
