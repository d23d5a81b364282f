package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar as a process of its own: starts from a file, serves, and drains on SIGTERM. */
class GatewayProcessITCase {
    private static final Pattern LISTENING = Pattern.compile("agents: 127\\.0\\.0\\.1:(\\d+), PLAINTEXT");

    @TempDir
    Path directory;

    @Test
    void itDrainsOnSigterm() throws Exception {
        SampleBatches samples = new SampleBatches(9);
        try (EmbeddedKafka kafka = GatewayStand.kafka()) {
            Path config =
                    Files.writeString(directory.resolve("gateway.yaml"), GatewayStand.yaml(kafka.bootstrapServers()));
            Path output = directory.resolve("output");
            Process process = new ProcessBuilder(java(), "-Xmx256m", "-jar", jar(), "--config", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> port(output) > 0);
                ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port(output))
                        .usePlaintext()
                        .build();
                Load load = Load.start(
                        SubmissionServiceGrpc.newStub(channel),
                        32,
                        () -> samples.batch("acme/a", Lane.LANE_NORMAL),
                        true);
                Awaitility.await()
                        .atMost(GatewayStand.PATIENCE)
                        .until(() -> load.accepted().size() > 200);

                process.destroy(); // SIGTERM

                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(143);
                assertThat(load.awaitAnswers()).isTrue();
                channel.shutdownNow();
                assertThat(load.failures()).containsExactly(Status.Code.UNAVAILABLE);
                assertThat(Files.readString(output)).contains("drained");
                Set<ByteString> inLog = IngestReader.batches(kafka.bootstrapServers()).stream()
                        .map(line -> SampleBatches.idOf(line.parsed().getBatch()))
                        .collect(Collectors.toSet());
                assertThat(inLog).isEqualTo(load.accepted());
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static int port(Path output) throws Exception {
        Matcher line = LISTENING.matcher(Files.readString(output));
        return line.find() ? Integer.parseInt(line.group(1)) : 0;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String jar() throws Exception {
        try (var files = Files.list(Path.of("target"))) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().equals("ingest-gateway.jar"))
                    .toList();
            assertThat(jars).hasSize(1);
            return jars.get(0).toString();
        }
    }
}
