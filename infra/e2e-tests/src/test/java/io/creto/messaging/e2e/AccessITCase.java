package io.creto.messaging.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.ClientListener;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.OutgoingMessage;
import io.creto.messaging.client.ReceiveFailure;
import io.creto.messaging.localstack.home.ClientProperties;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.testing.MessagingTestEnvironment;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.Slice;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who tries to get in where he does not belong. */
class AccessITCase {
    private static final Duration ARRIVAL = Duration.ofSeconds(60);
    private static final long ANSWER_SECONDS = 60;
    private static final String OWN =
            Topics.delivery("acme", 1, Lane.LANE_NORMAL, 2).name();
    private static final String FOREIGN =
            Topics.delivery("other", 1, Lane.LANE_NORMAL, 2).name();

    @RegisterExtension
    static final MessagingTestEnvironment messaging = MessagingTestEnvironment.builder()
            .fleet("acme", "alice", "bob")
            .fleet("other", "zoe")
            .build();

    @Test
    void plaintextIsRefusedByTheGateway() {
        ManagedChannel plaintext = Grpc.newChannelBuilder(
                        "127.0.0.1:" + messaging.stack().ports().gateway(), InsecureChannelCredentials.create())
                .build();
        try {
            assertThatThrownBy(() -> DirectoryServiceGrpc.newBlockingStub(plaintext)
                            .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                            .listAgents(ListAgentsRequest.newBuilder()
                                    .setFleet("acme")
                                    .build()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
        } finally {
            plaintext.shutdownNow();
        }
    }

    @Test
    void aFleetsKafkaUserReadsNoOtherFleetsTopicJoinsNoOtherGroupAndWritesNowhere() throws Exception {
        Map<String, Object> acme =
                new HashMap<>(ClientProperties.read(messaging.home().fleetAccess("acme")));

        try (KafkaConsumer<byte[], byte[]> consumer = consumer(acme)) {
            TopicPartition foreign = new TopicPartition(FOREIGN, 0);
            consumer.assign(List.of(foreign));
            consumer.seekToBeginning(List.of(foreign));
            assertThatThrownBy(() -> consumer.poll(ARRIVAL)).isInstanceOf(TopicAuthorizationException.class);
        }
        acme.put("group.id", "other.workers");
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(acme)) {
            assertThatThrownBy(() -> consumer.commitSync(Map.of(new TopicPartition(OWN, 0), new OffsetAndMetadata(1))))
                    .isInstanceOf(GroupAuthorizationException.class);
        }
        for (String topic : List.of(OWN, FOREIGN, "ingest.normal", "identities")) {
            assertThatThrownBy(() -> write(acme, topic, 0, new byte[] {1}))
                    .as(topic)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void aForgedSliceThatSomebodyWithAdminRightsWritesIsRefusedByTheRecipient() throws Exception {
        Inbox inbox = new Inbox();
        List<ReceiveFailure> failures = new CopyOnWriteArrayList<>();
        ClientListener listener = new ClientListener() {
            @Override
            public void receiveFailed(ReceiveFailure failure, String where, String detail) {
                failures.add(failure);
            }
        };
        try (MessageClient bob = messaging.clients().open(AgentId.of("acme", "bob"), listener)) {
            bob.receiver().start(inbox);
            send("genuine");
            await().atMost(ARRIVAL).until(() -> inbox.size() == 1);

            ConsumerRecord<byte[], byte[]> record = slices().get(0);
            Slice slice = DeliveryRecord.parseFrom(record.value()).getSlice();
            var forged = slice.toBuilder();
            byte[] body = slice.getEnvelopes(0).getEnvelope().getBody().toByteArray();
            body[body.length - 1] ^= 1;
            forged.getEnvelopesBuilder(0).getEnvelopeBuilder().setBody(ByteString.copyFrom(body));
            write(
                    admin(),
                    OWN,
                    record.partition(),
                    DeliveryRecord.newBuilder().setSlice(forged).build().toByteArray());
            byte[] header = slice.getBatchHeader().toByteArray();
            header[header.length - 1] ^= 1;
            write(
                    admin(),
                    OWN,
                    record.partition(),
                    DeliveryRecord.newBuilder()
                            .setSlice(slice.toBuilder().setBatchHeader(ByteString.copyFrom(header)))
                            .build()
                            .toByteArray());
            write(admin(), OWN, record.partition(), new byte[] {1, 2, 3});
            send("after it");

            await().atMost(ARRIVAL).until(() -> inbox.size() == 2);
            assertThat(inbox.texts()).containsExactly("genuine", "after it");
            assertThat(failures).hasSize(3);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingOfTheStackListensBeyondLoopback() throws Exception {
        assertThat(ListeningSockets.ofThisProcess())
                .hasSizeGreaterThan(4)
                .allSatisfy(address -> assertThat(address.getAddress().isLoopbackAddress())
                        .as(address.toString())
                        .isTrue());
    }

    @Test
    void theDashboardTakesNoJarsAndListensOnLoopbackAlone() throws Exception {
        int port = messaging.stack().ports().dashboard();
        HttpResponse<String> upload = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/jars/upload"))
                                .POST(HttpRequest.BodyPublishers.ofString("jar"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(upload.statusCode()).isEqualTo(404);

        for (InetAddress address : addressesOfThisMachine()) {
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 5000))
                        .as(address.toString())
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    private static void send(String text) throws Exception {
        messaging
                .client("acme/alice")
                .sender()
                .send(OutgoingMessage.to(AgentId.of("acme", "bob"), text.getBytes(StandardCharsets.UTF_8)))
                .routed()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    private static List<ConsumerRecord<byte[], byte[]>> slices() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> slices = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(admin())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(OWN, 0), new TopicPartition(OWN, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(ARRIVAL).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (DeliveryRecord.parseFrom(record.value()).hasSlice()) {
                        slices.add(record);
                    }
                }
                return !slices.isEmpty();
            });
        }
        return slices;
    }

    private static Map<String, Object> admin() {
        return new HashMap<>(messaging.stack().kafka().clientProperties());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void write(Map<String, Object> client, String topic, int partition, byte[] value)
            throws ExecutionException, InterruptedException {
        Map<String, Object> properties = new HashMap<>(client);
        properties.remove("group.id");
        properties.put("enable.idempotence", false); // which would be refused before the topic is looked at
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
        }
    }

    private static List<InetAddress> addressesOfThisMachine() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .toList();
    }
}
