package io.creto.messaging.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.gateway.admission.InFlight;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.limit.Limit;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReadmeMetricsTest {
    @Test
    void theReadmesTableOfMetricsIsTheCodes() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.startsWith("| metric |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split(" *\\| *", -1))
                .forEach(cells -> documented.put(cells[1].replace("`", ""), cells[3]));

        Map<String, String> exposed = new TreeMap<>();
        everyMetricOnce()
                .lines()
                .filter(line -> line.startsWith("# HELP "))
                .map(line -> line.split(" ", 4))
                .filter(words -> !words[2].endsWith("_max"))
                .forEach(words -> exposed.put(words[2], words[3]));

        assertThat(documented).isNotEmpty().isEqualTo(exposed);
    }

    private static String everyMetricOnce() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        GatewayMetrics metrics = new GatewayMetrics(registry);
        metrics.watch(new InFlight(1, 1));
        metrics.watchConnections(() -> 0);
        metrics.watchStreams(() -> 0);
        metrics.watchLog(() -> true);
        metrics.watchDirectory(() -> 0, () -> true);
        metrics.directoryCall("fetch_keys", true);
        metrics.watchDeliveries(() -> 0, () -> 0, () -> 0, () -> 0);
        metrics.delivered();
        metrics.deliveriesRead("newest", 1);
        metrics.watchAuthentication(() -> 0);
        metrics.authentication(GatewayMetrics.Authenticated.KNOWN);
        metrics.callerEnded();
        metrics.submitted();
        metrics.accepted(Lane.LANE_BULK, 1);
        metrics.refused(RejectionReason.REJECTION_REASON_MALFORMED);
        metrics.failed(Kind.INTERNAL);
        metrics.limited(Limit.BYTES, false);
        metrics.tick(true);
        return registry.scrape();
    }
}
