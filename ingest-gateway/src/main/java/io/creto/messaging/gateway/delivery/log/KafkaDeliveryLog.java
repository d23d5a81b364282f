package io.creto.messaging.gateway.delivery.log;

import io.creto.messaging.gateway.config.KafkaConfig;
import io.creto.messaging.gateway.delivery.DeliveryLog;
import io.creto.messaging.gateway.delivery.Place;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.log.ClientLogin;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka itself; acknowledged cursors are committed offsets of consumer groups, so that Kafka's own tools show who lags. */
final class KafkaDeliveryLog implements DeliveryLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaDeliveryLog.class);
    private static final int TIMEOUT_MS = 10_000;
    private static final int MAX_REQUESTS = 1000;

    private final Admin admin;
    private final Semaphore room = new Semaphore(MAX_REQUESTS);

    KafkaDeliveryLog(String clientId, KafkaConfig config) {
        Map<String, Object> settings = new HashMap<>(ClientLogin.properties(config));
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId + "-delivery");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS / 2);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
        this.admin = Admin.create(settings);
    }

    @Override
    public CompletableFuture<Map<Place, Range>> ranges(Collection<Place> places) {
        return bounded(() -> offsets(places, OffsetSpec.earliest())
                .thenCombine(offsets(places, OffsetSpec.latest()), (begins, ends) -> {
                    Map<Place, Range> ranges = new HashMap<>();
                    for (Place place : places) {
                        TopicPartition partition = Partitions.of(place);
                        ranges.put(place, new Range(offset(begins, partition), offset(ends, partition)));
                    }
                    return ranges;
                }));
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> answers, TopicPartition partition) {
        ListOffsetsResultInfo answer = answers.get(partition);
        return answer == null ? 0 : answer.offset();
    }

    private CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            Collection<Place> places, OffsetSpec which) {
        return future(admin.listOffsets(places.stream().collect(Collectors.toMap(Partitions::of, place -> which)))
                .all());
    }

    @Override
    public CompletableFuture<Map<Place, Long>> acknowledged(String group, Collection<Place> places) {
        ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec()
                .topicPartitions(places.stream().map(Partitions::of).toList());
        return bounded(() -> future(
                        admin.listConsumerGroupOffsets(Map.of(group, spec)).partitionsToOffsetAndMetadata(group))
                .thenApply(found -> {
                    Map<Place, Long> offsets = new HashMap<>();
                    for (Place place : places) {
                        OffsetAndMetadata offset = found.get(Partitions.of(place));
                        if (offset != null) {
                            offsets.put(place, offset.offset());
                        }
                    }
                    return offsets;
                }));
    }

    @Override
    public CompletableFuture<Void> acknowledge(String group, Map<Place, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        offsets.forEach((place, offset) -> commits.put(Partitions.of(place), new OffsetAndMetadata(offset)));
        return bounded(
                () -> future(admin.alterConsumerGroupOffsets(group, commits).all()));
    }

    private <T> CompletableFuture<T> bounded(Supplier<CompletableFuture<T>> request) {
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new GatewayException(Kind.OVERLOADED, "too many questions about deliveries at once"));
        }
        return request.get().whenComplete((answer, failure) -> room.release()).handle((answer, failure) -> {
            if (failure != null) {
                throw failed(Faults.cause(failure));
            }
            return answer;
        });
    }

    private static <T> CompletableFuture<T> future(KafkaFuture<T> answer) {
        return answer.toCompletionStage().toCompletableFuture();
    }

    private static GatewayException failed(Throwable failure) {
        if (failure instanceof GatewayException known) {
            return known;
        }
        boolean passes = failure instanceof RetriableException || failure instanceof TimeoutException;
        if (passes && !(failure instanceof AuthorizationException)) {
            LOG.debug("no answer about deliveries", failure);
            return new GatewayException(Kind.LOG_UNAVAILABLE, "the log does not answer", failure);
        }
        String what = failure instanceof ApiException ? failure.toString() : "a defect";
        LOG.error("Kafka refuses to answer about deliveries: {}", what, failure);
        return new GatewayException(Kind.INTERNAL, "internal error", failure);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
