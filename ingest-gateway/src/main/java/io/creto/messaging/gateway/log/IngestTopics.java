package io.creto.messaging.gateway.log;

import io.creto.messaging.gateway.config.KafkaConfig;
import io.creto.messaging.gateway.fault.GatewayStartException;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The ingest topics as Kafka has them, looked up and checked once, at start. */
final class IngestTopics {
    private static final List<Lane> LANES = List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK);

    private IngestTopics() {}

    /** Name of each lane's topic. */
    static Map<Lane, String> names() {
        Map<Lane, String> names = new EnumMap<>(Lane.class);
        LANES.forEach(lane -> names.put(lane, Topics.ingest(lane).name()));
        return names;
    }

    /**
     * The partitions of all lanes.
     *
     * @throws GatewayStartException if Kafka does not answer, or a topic is missing or does not stamp its records itself
     */
    static List<IngestPartition> partitions(KafkaConfig config, Duration timeout) {
        Map<Lane, String> names = names();
        int millis = Math.toIntExact(timeout.toMillis());
        String bootstrapServers = config.bootstrapServers();
        Map<String, Object> settings = new HashMap<>(ClientLogin.properties(config));
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
        try (Admin admin = Admin.create(settings)) {
            Map<String, TopicDescription> topics =
                    admin.describeTopics(names.values()).allTopicNames().get();
            checkTimestamps(admin, names.values());
            List<IngestPartition> partitions = new ArrayList<>();
            names.forEach((lane, name) -> {
                TopicDescription topic = topics.get(name);
                int count = topic == null ? 0 : topic.partitions().size();
                for (int number = 0; number < count; number++) {
                    partitions.add(new IngestPartition(lane, number));
                }
            });
            return partitions;
        } catch (ExecutionException e) {
            throw refused(bootstrapServers, timeout, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw new GatewayStartException(
                    "kafka.bootstrap-servers: " + bootstrapServers + " cannot be used: " + root(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayStartException("interrupted while asking Kafka", e);
        }
    }

    private static void checkTimestamps(Admin admin, Collection<String> names)
            throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        admin.describeConfigs(resources).all().get().forEach((resource, config) -> {
            String type = config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value();
            if (!"LogAppendTime".equals(type)) {
                throw new GatewayStartException(
                        "topic " + resource.name() + " has message.timestamp.type=" + type
                                + ", must be LogAppendTime: ingest time is append time",
                        null);
            }
        });
    }

    private static GatewayStartException refused(String servers, Duration timeout, Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return new GatewayStartException(
                    "Kafka at " + servers + " lacks ingest topics, create the deployment's topics first: "
                            + String.join(", ", names().values()),
                    cause);
        }
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return new GatewayStartException(
                    "Kafka at " + servers + " does not let this gateway in (" + cause.getMessage()
                            + "): correct kafka.properties-file or the user's rights",
                    cause);
        }
        return new GatewayStartException(
                "Kafka does not answer at " + servers + " within " + timeout.toMillis() + " ms (" + cause.getMessage()
                        + "): start it, or correct kafka.bootstrap-servers",
                cause);
    }

    private static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
