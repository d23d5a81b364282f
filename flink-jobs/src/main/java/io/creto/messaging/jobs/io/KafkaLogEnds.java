package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.config.KafkaConfig;
import io.creto.messaging.schemas.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** How far a topic reaches, as the leaders of its partitions say. */
public final class KafkaLogEnds implements LogEnds {
    private final Admin admin;
    private final String topic;

    private KafkaLogEnds(Admin admin, String topic) {
        this.admin = admin;
        this.topic = topic;
    }

    /** Opens those of a topic. */
    public static Factory of(KafkaConfig kafka, TopicSpec topic) {
        String name = topic.name();
        return () -> new KafkaLogEnds(KafkaAdmins.open(kafka), name);
    }

    @Override
    public CompletableFuture<Map<Integer, Extent>> ask() {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .toCompletionStage()
                .toCompletableFuture()
                .thenCompose(found -> extents(Objects.requireNonNull(found.get(topic))));
    }

    private CompletableFuture<Map<Integer, Extent>> extents(TopicDescription description) {
        List<TopicPartition> partitions = description.partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        return offsets(partitions, OffsetSpec.earliest())
                .thenCombine(offsets(partitions, OffsetSpec.latest()), (begins, ends) -> {
                    Map<Integer, Extent> extents = new HashMap<>();
                    ends.forEach((partition, end) -> extents.put(
                            partition.partition(),
                            new Extent(
                                    Objects.requireNonNull(begins.get(partition))
                                            .offset(),
                                    end.offset())));
                    return extents;
                });
    }

    private CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which));
        return admin.listOffsets(asked).all().toCompletionStage().toCompletableFuture();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
