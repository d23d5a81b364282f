package io.creto.messaging.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.admission.AdmittedBatch;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.v1.Lane;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaIngestLogTest {
    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(
            Cluster.empty(), false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final List<Appended> told = new ArrayList<>();
    private final KafkaIngestLog log = new KafkaIngestLog(producer, List.of(), told::add);
    private final AdmittedBatch batch =
            new AdmittedBatch(ByteString.EMPTY, "acme/a", Lane.LANE_URGENT, 1, 2, new byte[] {1, 2});

    @Test
    void aBatchGoesToTheTopicOfItsLaneUnderItsSigner() {
        CompletableFuture<Appended> answer = log.append(batch);
        assertThat(answer).isNotDone();
        producer.completeNext();
        assertThat(answer).isCompletedWithValueMatching(a -> a.partition().lane() == Lane.LANE_URGENT);
        assertThat(told).containsExactly(answer.join());
        var sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo("ingest.urgent");
        assertThat(sent.key()).isEqualTo("acme/a".getBytes(StandardCharsets.UTF_8));
        assertThat(sent.value()).containsExactly(1, 2);
        assertThat(sent.partition()).isNull();
    }

    @Test
    void aTickGoesToItsPartitionWithoutKey() {
        var unused = log.appendTick(new IngestPartition(Lane.LANE_BULK, 3), new byte[] {7});
        var sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo("ingest.bulk");
        assertThat(sent.key()).isNull();
        assertThat(sent.partition()).isEqualTo(3);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new BufferExhaustedException("full"), Kind.OVERLOADED),
                arguments(new TimeoutException("expired"), Kind.LOG_UNAVAILABLE),
                arguments(new NotEnoughReplicasException("one of three"), Kind.LOG_UNAVAILABLE),
                arguments(new RecordTooLargeException("broker says no"), Kind.INTERNAL),
                arguments(new TopicAuthorizationException("ingest.urgent"), Kind.INTERNAL),
                arguments(new KafkaException("whatever"), Kind.INTERNAL));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureOfTheProducerHasItsKind(RuntimeException failure, Kind kind) {
        CompletableFuture<Appended> later = log.append(batch);
        producer.errorNext(failure);
        assertFailed(later, kind);

        producer.sendException = failure;
        assertFailed(log.append(batch), kind);
        assertThat(told).isEmpty();
    }

    @Test
    void aClosedLogIsDraining() {
        log.close();
        assertFailed(log.append(batch), Kind.DRAINING);
    }

    private static void assertFailed(CompletableFuture<Appended> answer, Kind kind) {
        assertThat(answer).isCompletedExceptionally();
        answer.whenComplete((appended, failure) -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                GatewayException.class,
                                e -> assertThat(e.kind()).isEqualTo(kind)))
                .exceptionally(known -> new Appended(new IngestPartition(Lane.LANE_BULK, 0), 0))
                .join();
    }
}
