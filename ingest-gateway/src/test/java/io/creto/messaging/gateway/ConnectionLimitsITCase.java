package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.embedded.DevelopmentCertificate;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that misbehave, on real sockets: each is cut off, and a well-behaved one beside it goes on. */
class ConnectionLimitsITCase {
    private static final SampleBatches SAMPLES = new SampleBatches(12);
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    /** Frame types of HTTP/2, RFC 9113 section 6. */
    private static final int SETTINGS = 4;

    private static final int PING = 6;
    private static final int GOAWAY = 7;
    /** Error code of HTTP/2, RFC 9113 section 7. */
    private static final int ENHANCE_YOUR_CALM = 0xb;

    private static final int ANSWER_MS = 30_000;

    private static EmbeddedKafka kafka;
    private static Gateway gateway;
    private static ManagedChannel beside;

    @BeforeAll
    static void start() {
        kafka = GatewayStand.kafka();
        gateway = start("max-connection-idle-ms: 1000, keep-alive-ms: 60000");
        beside = channel(gateway.port());
    }

    @AfterAll
    static void stop() {
        beside.shutdownNow();
        gateway.close();
        kafka.close();
    }

    private static Gateway start(String grpc) {
        return Gateway.start(GatewayConfigReader.parse(yaml(grpc)), List.of());
    }

    private static String yaml(String grpc) {
        return GatewayStand.yaml(kafka.bootstrapServers()).replace("grpc: {port: 0}", "grpc: {port: 0, " + grpc + "}");
    }

    @Test
    void aConnectionThatDoesNotComeToItsHandshakeIsClosed(@TempDir Path directory) throws Exception {
        DevelopmentCertificate certificate = DevelopmentCertificate.in(directory, InstantSource.system());
        String yaml = yaml("handshake-timeout-ms: 500")
                .replace(
                        "tls: {insecure-plaintext: true}",
                        "tls: {certificate-file: '%s', private-key-file: '%s'}"
                                .formatted(certificate.certificateFile(), certificate.privateKeyFile()));
        try (Gateway own = Gateway.start(GatewayConfigReader.parse(yaml), List.of());
                Socket slow = connect(own)) {
            slow.setSoTimeout(5_000); // the TLS library itself gives up after 10 s
            slow.getOutputStream().write(new byte[] {0x16, 3, 1}); // the beginning of a handshake, and no more
            assertThat(closesWithoutAWord(slow)).isTrue();
        }
        assertThat(submit(beside)).isEqualTo(Status.Code.OK);
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        try (Socket idle = connect()) {
            greet(new DataOutputStream(idle.getOutputStream()));
            assertThat(goAway(idle, new DataInputStream(idle.getInputStream()))).isZero();
        }
        assertThat(submit(beside)).isEqualTo(Status.Code.OK);
    }

    @Test
    void whoFloodsWithPingsIsCutOffAndNobodyElse() throws Exception {
        try (Socket flood = connect()) {
            DataOutputStream out = new DataOutputStream(flood.getOutputStream());
            greet(out);
            try {
                for (int i = 0; i < 10_000; i++) {
                    frame(out, PING, new byte[8]);
                }
            } catch (SocketException cutOff) {
                // while it was still sending
            }
            assertThat(goAway(flood, new DataInputStream(flood.getInputStream())))
                    .isEqualTo(ENHANCE_YOUR_CALM);
        }
        assertThat(submit(beside)).isEqualTo(Status.Code.OK);
    }

    @Test
    void aCallWithGiantMetadataIsRefusedAndTheNextOneIsNot() {
        Metadata giant = new Metadata();
        giant.put(Metadata.Key.of("giant", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(100_000));

        ManagedChannel channel = channel(gateway.port());
        try {
            var stub = SubmissionServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(ANSWER_MS, TimeUnit.MILLISECONDS)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(giant));
            Status.Code refused = Status.Code.OK;
            try {
                var unused = stub.submit(GatewayStand.request(SAMPLES.batch("acme/a", Lane.LANE_NORMAL)));
            } catch (StatusRuntimeException e) {
                refused = e.getStatus().getCode();
            }
            assertThat(refused).isNotIn(Status.Code.OK, Status.Code.DEADLINE_EXCEEDED);
            assertThat(submit(channel)).isEqualTo(Status.Code.OK);
        } finally {
            channel.shutdownNow();
        }
        assertThat(submit(beside)).isEqualTo(Status.Code.OK);
    }

    @Test
    void anOldConnectionGoesAndANewOneServes() throws Exception {
        try (Gateway own = start("max-connection-age-ms: 1000, max-connection-age-grace-ms: 500")) {
            ManagedChannel channel = channel(own.port());
            try {
                StreamClient stream = StreamClient.open(SubmissionServiceGrpc.newStub(channel));
                stream.send(SAMPLES.batch("acme/a", Lane.LANE_NORMAL));

                StatusRuntimeException end = (StatusRuntimeException)
                        stream.ended().get(ANSWER_MS, TimeUnit.MILLISECONDS).orElseThrow();

                assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(stream.answers()).hasSize(1);
                assertThat(submit(channel)).isEqualTo(Status.Code.OK);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    private static Status.Code submit(ManagedChannel channel) {
        try {
            var unused = SubmissionServiceGrpc.newBlockingStub(channel)
                    .withWaitForReady()
                    .withDeadlineAfter(ANSWER_MS, TimeUnit.MILLISECONDS)
                    .submit(GatewayStand.request(SAMPLES.batch("acme/a", Lane.LANE_NORMAL)));
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static Socket connect() throws IOException {
        return connect(gateway);
    }

    private static Socket connect(Gateway to) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
        socket.setSoTimeout(ANSWER_MS);
        return socket;
    }

    /** Reads to the end, which is there in time or the read fails. */
    private static boolean closesWithoutAWord(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static void greet(DataOutputStream out) throws IOException {
        out.write(PREFACE);
        frame(out, SETTINGS, new byte[0]);
    }

    private static void frame(DataOutputStream out, int type, byte[] payload) throws IOException {
        out.writeByte(0);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(0);
        out.writeInt(0);
        out.write(payload);
        out.flush();
    }

    /** Reads until the server closes; the error code of its last GOAWAY, -1 if it sent none. */
    private static int goAway(Socket socket, DataInputStream in) throws IOException {
        int code = -1;
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                in.readUnsignedByte();
                in.readInt();
                byte[] payload = in.readNBytes(length);
                if (type == GOAWAY) {
                    code = ByteBuffer.wrap(payload).getInt(Integer.BYTES);
                }
            }
        } catch (EOFException | SocketException closed) {
            assertThat(socket.isConnected()).isTrue();
            return code;
        }
    }
}
