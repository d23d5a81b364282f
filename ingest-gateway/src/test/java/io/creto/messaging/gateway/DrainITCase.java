package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.v1.Lane;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A stop under load: what was answered is in Kafka, and with a Kafka that answers, nothing else is. */
class DrainITCase {
    private final SampleBatches samples = new SampleBatches(7);

    @Test
    void whatWasAnsweredIsInKafkaAndTheRestIsToldToRetry() throws Exception {
        try (EmbeddedKafka kafka = GatewayStand.kafka();
                GatewayStand stand = GatewayStand.start(kafka)) {
            Load load = Load.start(stand.stub(), 64, () -> samples.batch("acme/a", Lane.LANE_NORMAL), true);
            StreamClient stream = StreamClient.open(stand.stub());
            CompletableFuture<Void> streaming = CompletableFuture.runAsync(() -> {
                while (!stream.ended().isDone()) {
                    if (stream.isReady()) {
                        stream.send(samples.batch("acme/s", Lane.LANE_URGENT));
                    } else {
                        Thread.onSpinWait();
                    }
                }
            });
            Awaitility.await()
                    .atMost(GatewayStand.PATIENCE)
                    .until(() ->
                            load.accepted().size() > 500 && stream.answers().size() > 500);

            stand.gateway().close();

            assertThat(load.awaitAnswers()).isTrue();
            assertThat(load.failures()).containsExactly(Status.Code.UNAVAILABLE);
            assertThat(Status.fromThrowable(
                                    stream.ended().get(60, TimeUnit.SECONDS).orElseThrow())
                            .getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
            streaming.join();
            assertThat(stand.health("")).isEqualTo(ServingStatus.NOT_SERVING);

            Set<ByteString> answered = new HashSet<>(load.accepted());
            stream.answers().forEach((id, answer) -> {
                if (answer.hasAccepted()) {
                    answered.add(id);
                }
            });
            Set<ByteString> inLog = IngestReader.batches(kafka.bootstrapServers()).stream()
                    .map(line -> SampleBatches.idOf(line.parsed().getBatch()))
                    .collect(Collectors.toSet());
            assertThat(inLog).as("nothing answered is missing").containsAll(answered);
            assertThat(answered).as("all that was taken in was answered").containsAll(inLog);
        }
    }
}
