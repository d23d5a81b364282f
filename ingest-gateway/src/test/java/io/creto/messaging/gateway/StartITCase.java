package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.Lane;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What keeps a gateway from starting is said in one line, with exit code 1. */
class StartITCase {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "metrics"})
    void aTakenPortIsNamed(String listener) throws Exception {
        try (EmbeddedKafka kafka = GatewayStand.kafka();
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String yaml = GatewayStand.yaml(kafka.bootstrapServers())
                    .replace(listener + ": {port: 0}", listener + ": {port: " + other.getLocalPort() + "}");
            assertThat(failure(yaml))
                    .startsWith("ingest-gateway: " + listener + ".port: cannot listen on 127.0.0.1:"
                            + other.getLocalPort());
        }
    }

    @Test
    void aKafkaThatIsNotThereIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String yaml = GatewayStand.yaml("localhost:" + port).replace("30000", "1000");
        assertThat(failure(yaml)).startsWith("ingest-gateway: Kafka does not answer at localhost:" + port);
    }

    @Test
    void anAddressThatIsNoneIsNamed() throws Exception {
        assertThat(failure(GatewayStand.yaml("no port here")))
                .startsWith("ingest-gateway: kafka.bootstrap-servers: no port here cannot be used");
    }

    @Test
    void aGatewayThatCouldKnowNobodyDoesNotStart() throws Exception {
        assertThat(failure(GatewayStand.yaml("localhost:1").replace(GatewayStand.ANONYMOUS, "")))
                .startsWith("ingest-gateway: directory.url: not given, so nobody can be authenticated");
    }

    @Test
    void missingTopicsAreNamed() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().unsecured().build().start()) {
            assertThat(failure(GatewayStand.yaml(kafka.bootstrapServers())))
                    .contains("lacks ingest topics")
                    .contains("ingest.urgent, ingest.normal, ingest.bulk");
        }
    }

    @Test
    void topicsThatTakeTheWritersTimeAreRefused() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().unsecured().build().start()) {
            TopicSpec bulk = Topics.ingest(Lane.LANE_BULK);
            kafka.createTopics(List.of(
                    Topics.ingest(Lane.LANE_URGENT),
                    Topics.ingest(Lane.LANE_NORMAL),
                    new TopicSpec(bulk.name(), bulk.key(), 4, bulk.cleanup(), TopicSpec.Timestamps.CREATE)));
            assertThat(failure(GatewayStand.yaml(kafka.bootstrapServers())))
                    .contains("topic ingest.bulk has message.timestamp.type=CreateTime, must be LogAppendTime");
        }
    }

    @Test
    void aSecuredKafkaLetsInWhoLogsIn() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().build().start()) {
            kafka.createTopics(Topics.deployment());
            Path login = kafka.clientPropertiesFile();
            String yaml = GatewayStand.yaml(kafka.bootstrapServers())
                    .replace("kafka: {", "kafka: {properties-file: \"" + login + "\", ");
            Gateway.start(GatewayConfigReader.parse(yaml), List.of()).close();

            Path guess = directory.resolve("guess.properties");
            Files.writeString(
                    guess, Files.readString(login).replaceFirst("password\\\\?=\"[^\"]*\"", "password=\"guess\""));
            assertThat(Files.readString(guess)).isNotEqualTo(Files.readString(login));
            assertThat(failure(yaml.replace(login.toString(), guess.toString())))
                    .contains("does not let this gateway in")
                    .contains("kafka.properties-file")
                    .doesNotContain("guess\"");

            assertThat(failure(yaml.replace(login.toString(), "none.properties")))
                    .startsWith("ingest-gateway: kafka.properties-file: none.properties cannot be read");
        }
    }

    private String failure(String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), yaml);
        StringWriter err = new StringWriter();
        int exit = GatewayMain.commandLine().setErr(new PrintWriter(err, true)).execute("--config", file.toString());
        assertThat(exit).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString().trim().lines()).hasSize(1);
        return err.toString();
    }
}
