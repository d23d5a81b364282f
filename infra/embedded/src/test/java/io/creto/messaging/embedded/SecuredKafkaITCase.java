package io.creto.messaging.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.Lane;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecuredKafkaITCase {
    private static final short ONE_REPLICA = 1;
    private static final String OWN =
            Topics.delivery("a", 1, Lane.LANE_NORMAL, 2).name();
    private static final String FOREIGN =
            Topics.delivery("a-b", 1, Lane.LANE_NORMAL, 2).name();
    /** Compacted topics take no record without one. */
    private static final byte[] KEY = {1};

    private static final String INGEST = Topics.ingest(Lane.LANE_NORMAL).name();

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;
    private static Map<String, Object> fleetA;
    private static Map<String, Map<String, String>> services;

    @BeforeAll
    static void startWithTwoFleets() throws Exception {
        kafka = EmbeddedKafka.builder().dataDirectory(directory).build().start();
        kafka.createTopics(Topics.deployment());
        admin = Admin.create(stack());
        FleetAccess access = new FleetAccess(admin, ONE_REPLICA);
        access.createTopics("a", 1, 2);
        access.createTopics("a-b", 1, 2);
        fleetA = client(access.grant("a"));
        access.grant("a-b");
        access.createTopics("d", 1, 1);
        services = ServiceAccess.grant(admin);
        produce(stack(), OWN, "for a");
        produce(stack(), FOREIGN, "for a-b");
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void aFleetReadsItsOwnTopics() {
        assertThat(read(fleetA, OWN)).containsExactly("for a");
    }

    @Test
    void aFleetReadsNoOther() {
        assertThatThrownBy(() -> read(fleetA, FOREIGN)).isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read(fleetA, INGEST)).isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read(fleetA, Topics.IDENTITIES.name()))
                .isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void aFleetWritesNowhere() {
        for (String topic : List.of(OWN, FOREIGN, INGEST)) {
            assertThatThrownBy(() -> produce(fleetA, topic, "forged"))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
        assertThat(read(stack(), OWN)).containsExactly("for a");
    }

    @Test
    void aFleetHasItsOwnGroupsAlone() {
        assertThat(commit(fleetA, "a.workers")).containsValue(new OffsetAndMetadata(1));
        assertThatThrownBy(() -> commit(fleetA, "a-b.workers")).isInstanceOf(GroupAuthorizationException.class);
    }

    @Test
    void aFleetAdministersNothing() {
        try (Admin own = Admin.create(fleetA)) {
            assertThatThrownBy(() -> new FleetAccess(own, ONE_REPLICA).grant("a"))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasRootCauseInstanceOf(ClusterAuthorizationException.class);
            assertThatThrownBy(() -> new FleetAccess(own, ONE_REPLICA).createTopics("c", 1, 1))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    /** What each service may write; what is not named here it may not. */
    @ParameterizedTest
    @CsvSource({
        "gateway,        ingest.urgent ingest.normal ingest.bulk",
        "messaging,      delivery.creto.normal delivery.d.normal registry.log keyring.log channel.log verdicts dead-letter",
        "key-management, delivery.creto.normal delivery.d.normal identities policies key-status verdicts dead-letter",
        "read-model,     dead-letter"
    })
    void aServiceWritesItsTopicsAndNoOther(String service, String writes) {
        Map<String, Object> client = service(service);
        Set<String> allowed = Set.of(writes.split(" "));
        for (String topic : allTopics()) {
            if (allowed.contains(topic)) {
                assertThatCode(() -> produce(client, topic, "x")).as(topic).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> produce(client, topic, "forged"))
                        .as(topic)
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    /** What each service may read; what is not named here it may not. */
    @ParameterizedTest
    @CsvSource({
        "gateway,        delivery.creto.normal delivery.d.normal",
        "messaging,      ingest.urgent ingest.normal ingest.bulk identities policies key-status",
        "key-management, registry.log keyring.log",
        "read-model,     identities key-status keyring.log policies"
    })
    void aServiceReadsItsTopicsAndNoOther(String service, String reads) throws Exception {
        Map<String, Object> client = service(service);
        Set<String> allowed = Set.of(reads.split(" "));
        for (String topic : allTopics()) {
            produce(stack(), topic, "to be read");
            if (allowed.contains(topic)) {
                assertThatCode(() -> read(client, topic)).as(topic).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> read(client, topic)).as(topic).isInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    @Test
    void theGatewayKeepsCursorsAndNoFleetOrOtherServiceDoes() {
        String group = "delivery_cursors.d/agent";
        Map<TopicPartition, OffsetAndMetadata> offset =
                Map.of(new TopicPartition("delivery.d.normal", 0), new OffsetAndMetadata(0));
        try (Admin gateway = Admin.create(service("gateway"));
                Admin other = Admin.create(service("messaging"));
                Admin fleet = Admin.create(fleetA)) {
            assertThatCode(() -> gateway.alterConsumerGroupOffsets(group, offset)
                            .all()
                            .get())
                    .doesNotThrowAnyException();
            for (Admin stranger : List.of(other, fleet)) {
                assertThatThrownBy(() -> stranger.alterConsumerGroupOffsets(group, offset)
                                .all()
                                .get())
                        .hasCauseInstanceOf(GroupAuthorizationException.class);
            }
        }
    }

    @Test
    void aRightThatTheFileDoesNotGiveIsTakenBack() throws Exception {
        AclBinding stale = KafkaAcls.parse("--allow-principal User:read-model --operation Write --topic verdicts")
                .get(0);
        admin.createAcls(List.of(stale)).all().get();
        Map<String, Map<String, String>> renewed = ServiceAccess.grant(admin);
        services = renewed;

        assertThat(admin.describeAcls(stale.toFilter()).values().get()).isEmpty();
        assertThat(read(service("read-model"), Topics.IDENTITIES.name())).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "messaging", "key-management", "read-model"})
    void aServiceAdministersNothingAndHasNoGroup(String service) {
        assertThatThrownBy(() -> commit(service(service), "any")).isInstanceOf(GroupAuthorizationException.class);
        try (Admin own = Admin.create(service(service))) {
            assertThatThrownBy(() -> ServiceAccess.grant(own))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasRootCauseInstanceOf(ClusterAuthorizationException.class);
            assertThatThrownBy(() -> new FleetAccess(own, ONE_REPLICA).createTopics("c", 1, 1))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    private static Map<String, Object> service(String name) {
        return client(services.getOrDefault(name, Map.of()));
    }

    private static List<String> allTopics() {
        return Stream.concat(
                        Topics.deployment().stream().map(TopicSpec::name).filter(name -> !name.startsWith("delivery.")),
                        Stream.of("delivery.creto.normal", "delivery.d.normal"))
                .toList();
    }

    @Test
    void aWrongPasswordGetsNowhere() {
        Map<String, Object> guess = client(ScramLogin.clientProperties(FleetAccess.user("a"), "guess"));
        assertThatThrownBy(() -> read(guess, OWN)).isInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void aNewGrantEndsThePasswordBefore() {
        FleetAccess access = new FleetAccess(admin, ONE_REPLICA);
        access.createTopics("renewed", 1, 1);
        String topic = Topics.delivery("renewed", 1, Lane.LANE_NORMAL, 1).name();
        Map<String, Object> first = client(access.grant("renewed"));
        Map<String, Object> second = client(access.grant("renewed"));
        assertThat(read(second, topic)).isEmpty();
        assertThatThrownBy(() -> read(first, topic)).isInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void theStacksOwnLoginStandsInAFileForItsOwnerAlone() throws Exception {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(kafka.clientPropertiesFile())) {
            file.load(reader);
        }
        assertThat(file).isEqualTo(kafka.clientProperties());
        assertThat(Files.getPosixFilePermissions(kafka.clientPropertiesFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void withoutLoginNobodyIsHeard() {
        Map<String, Object> anonymous = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "max.block.ms", 2_000, "request.timeout.ms", 1_000);
        assertThatThrownBy(() -> produce(anonymous, INGEST, "x"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void topicsThatExistMustBeAsAskedFor() {
        FleetAccess access = new FleetAccess(admin, ONE_REPLICA);
        access.createTopics("a", 1, 2);
        assertThatThrownBy(() -> access.createTopics("a", 1, 4))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("2 partitions, not 4");
        access.createTopics("a", 2, 4);
        assertThat(read(fleetA, Topics.delivery("a", 2, Lane.LANE_NORMAL, 4).name()))
                .isEmpty();
    }

    @Test
    void usersAndRightsSurviveARestart(@TempDir Path own) throws Exception {
        try (EmbeddedKafka restarted =
                EmbeddedKafka.builder().dataDirectory(own).build().start()) {
            Map<String, Object> user;
            try (Admin superuser = Admin.create(Map.copyOf(restarted.clientProperties()))) {
                FleetAccess access = new FleetAccess(superuser, ONE_REPLICA);
                access.createTopics("a", 1, 1);
                user = new HashMap<>(access.grant("a"));
            }
            user.put("bootstrap.servers", restarted.bootstrapServers());
            produce(Map.copyOf(restarted.clientProperties()), OWN, "before");

            restarted.stop();
            restarted.start();

            assertThat(read(user, OWN)).containsExactly("before");
        }
        assertThat(Files.getPosixFilePermissions(own.resolve("kafka.password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        Files.delete(own.resolve("kafka.password"));
        try (EmbeddedKafka lost = EmbeddedKafka.builder().dataDirectory(own).build()) {
            assertThatThrownBy(lost::start)
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("kafka.password");
        }
    }

    private static Map<String, Object> stack() {
        return Map.copyOf(kafka.clientProperties());
    }

    private static Map<String, Object> client(Map<String, String> login) {
        Map<String, Object> properties = new HashMap<>(login);
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        return properties;
    }

    private static void produce(Map<String, Object> client, String topic, String value) throws Exception {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("enable.idempotence", false); // which would be refused before the topic is looked at
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, KEY, value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> commit(Map<String, Object> client, String group) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("group.id", group);
        TopicPartition partition = new TopicPartition(OWN, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(properties)) {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1)));
            return consumer.committed(Set.of(partition));
        }
    }

    private static List<String> read(Map<String, Object> client, String topic) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(properties)) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(read -> values.add(new String(read.value(), StandardCharsets.UTF_8)));
            }
            return values;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
