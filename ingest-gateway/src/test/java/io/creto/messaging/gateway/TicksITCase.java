package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.v1.Lane;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Log time goes on in quiet partitions, and only there the gateway makes it go. */
class TicksITCase {
    private static final long QUIET_MS = 500;
    private static final int TOLERANCE_MS = 10;

    @Test
    void quietPartitionsGetTicksAndABusyOneDoesNot() {
        SampleBatches samples = new SampleBatches(8);
        try (EmbeddedKafka kafka = GatewayStand.kafka();
                GatewayStand stand = GatewayStand.start(kafka, "time: {tick-ms: " + QUIET_MS + "}")) {
            double enough = stand.metric("creto_gateway_ticks_total") + 60;
            while (stand.metric("creto_gateway_ticks_total") < enough) {
                for (int i = 0; i < 10; i++) {
                    assertThat(stand.blocking()
                                    .submit(GatewayStand.request(samples.batch("acme/busy", Lane.LANE_NORMAL)))
                                    .hasAccepted())
                            .isTrue();
                }
            }

            Map<String, List<IngestReader.Line>> partitions = IngestReader.all(kafka.bootstrapServers()).stream()
                    .collect(Collectors.groupingBy(line -> line.topic() + "-" + line.partition()));
            assertThat(partitions).hasSize(12);
            partitions.forEach((name, lines) -> {
                checkTicks(name, lines);
                long ticks = ticks(lines);
                if (ticks == lines.size()) {
                    assertThat(ticks).as(name).isGreaterThanOrEqualTo(4);
                } else {
                    assertThat(ticks).as("ticks in the busy partition").isLessThanOrEqualTo(2);
                    assertThat(lines.size()).isGreaterThan(50);
                }
            });
            assertThat(partitions.values().stream().filter(lines -> ticks(lines) < lines.size()))
                    .as("busy partitions")
                    .hasSize(1);
        }
    }

    private static long ticks(List<IngestReader.Line> lines) {
        return lines.stream().filter(line -> line.parsed().hasTick()).count();
    }

    private static void checkTicks(String name, List<IngestReader.Line> lines) {
        for (int i = 0; i < lines.size(); i++) {
            IngestReader.Line line = lines.get(i);
            if (line.parsed().hasTick()) {
                assertThat(line.key()).as(name).isNull();
                assertThat(line.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
                assertThat(line.parsed().getTick().getGateway()).isEqualTo("gateway-under-test");
                // The record right before may have been on its way when the tick was sent.
                long quiet = i < 2
                        ? Long.MAX_VALUE
                        : line.timestamp() - lines.get(i - 2).timestamp();
                assertThat(quiet).as(name + ", record " + i).isGreaterThanOrEqualTo(QUIET_MS - TOLERANCE_MS);
            }
        }
    }
}
