package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.embedded.DevelopmentCertificate;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.gateway.fault.GatewayStartException;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listener with a certificate: who gets through to it, and with what. */
class TlsITCase {
    @TempDir
    static Path directory;

    private static final SampleBatches SAMPLES = new SampleBatches(11);
    private static EmbeddedKafka kafka;
    private static DevelopmentCertificate certificate;
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        kafka = GatewayStand.kafka();
        certificate = DevelopmentCertificate.in(directory.resolve("used"), InstantSource.system());
        gateway = Gateway.start(
                GatewayConfigReader.parse(yaml(certificate.certificateFile(), certificate.privateKeyFile())),
                List.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        kafka.close();
    }

    private static String yaml(Path certificateFile, Path privateKeyFile) {
        return GatewayStand.yaml(kafka.bootstrapServers())
                .replace(
                        "tls: {insecure-plaintext: true}",
                        "tls: {certificate-file: '%s', private-key-file: '%s', reload-ms: 100}"
                                .formatted(certificateFile, privateKeyFile));
    }

    @Test
    void whoTrustsTheCertificateSubmits() throws Exception {
        assertThat(submit(trusting(certificate.certificateFile()))).isEqualTo(Status.Code.OK);
    }

    @Test
    void plaintextIsRefused() {
        ManagedChannel plaintext = Grpc.newChannelBuilder(
                        "localhost:" + gateway.port(), InsecureChannelCredentials.create())
                .build();

        assertThat(submit(plaintext)).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void tls12IsRefused() throws Exception {
        try (SSLSocket socket = socket("TLSv1.3")) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        try (SSLSocket socket = socket("TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("protocol_version");
        }
    }

    @Test
    void whoTrustsAnotherCertificateDoesNotTalkToIt() throws Exception {
        DevelopmentCertificate other = DevelopmentCertificate.in(directory.resolve("other"), InstantSource.system());

        assertThat(submit(trusting(other.certificateFile()))).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void aNewCertificateServesNewConnectionsWithoutARestartAndABrokenOneIsNotTaken() throws Exception {
        DevelopmentCertificate second = DevelopmentCertificate.in(directory.resolve("second"), InstantSource.system());
        DevelopmentCertificate third = DevelopmentCertificate.in(directory.resolve("third"), InstantSource.system());
        DevelopmentCertificate files = DevelopmentCertificate.in(directory.resolve("files"), InstantSource.system());
        try (Gateway own = Gateway.start(
                GatewayConfigReader.parse(yaml(files.certificateFile(), files.privateKeyFile())), List.of())) {
            X509Certificate before = served(own.port());

            replace(second.privateKeyFile(), files.privateKeyFile());
            replace(second.certificateFile(), files.certificateFile());
            Awaitility.await()
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> !served(own.port()).equals(before));
            X509Certificate after = served(own.port());
            assertThat(after).isEqualTo(read(second.certificateFile()));

            replace(third.certificateFile(), files.certificateFile()); // the key is still the second's
            Files.writeString(files.privateKeyFile(), "no key");
            Awaitility.await()
                    .during(Duration.ofMillis(500)) // five looks
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> served(own.port()).equals(after));

            replace(third.privateKeyFile(), files.privateKeyFile());
            Awaitility.await()
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> served(own.port()).equals(read(third.certificateFile())));
        }
    }

    @Test
    void aCertificateThatCannotBeUsedIsNamedAtStart() throws Exception {
        DevelopmentCertificate other = DevelopmentCertificate.in(directory.resolve("another"), InstantSource.system());
        Path noPem = Files.writeString(directory.resolve("no.pem"), "nothing");

        refused(Path.of("missing.crt"), certificate.privateKeyFile(), "missing.crt");
        refused(noPem, certificate.privateKeyFile(), "no.pem");
        refused(certificate.certificateFile(), noPem, "no.pem");
        refused(certificate.certificateFile(), other.privateKeyFile(), "is not the key of the certificate");
        assertThatThrownBy(() -> Gateway.start(
                        GatewayConfigReader.parse(GatewayStand.yaml(kafka.bootstrapServers())
                                .replace("tls: {insecure-plaintext: true}", "tls: {}")),
                        List.of()))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("tls.certificate-file: not given");
    }

    @Test
    void aDevelopmentCertificateIsKeptUntilItsLastMonth() throws Exception {
        Path own = directory.resolve("own");
        byte[] first = Files.readAllBytes(
                DevelopmentCertificate.in(own, InstantSource.system()).certificateFile());
        Instant elevenMonths = Instant.now().plus(Duration.ofDays(334));
        Instant lastMonth = Instant.now().plus(Duration.ofDays(336));

        assertThat(DevelopmentCertificate.in(own, InstantSource.fixed(elevenMonths))
                        .certificateFile())
                .hasBinaryContent(first);
        byte[] renewed = Files.readAllBytes(
                DevelopmentCertificate.in(own, InstantSource.fixed(lastMonth)).certificateFile());
        assertThat(renewed).isNotEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve("tls.key"))))
                .isEqualTo("rw-------");
    }

    private static void refused(Path certificateFile, Path privateKeyFile, String why) {
        assertThatThrownBy(() ->
                        Gateway.start(GatewayConfigReader.parse(yaml(certificateFile, privateKeyFile)), List.of()))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageStartingWith("tls: ")
                .hasMessageContaining(why);
    }

    private static void replace(Path by, Path file) throws IOException {
        Files.copy(by, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ManagedChannel trusting(Path certificateFile) throws IOException {
        return Grpc.newChannelBuilder(
                        "localhost:" + gateway.port(),
                        TlsChannelCredentials.newBuilder()
                                .trustManager(certificateFile.toFile())
                                .build())
                .build();
    }

    private static Status.Code submit(ManagedChannel channel) {
        try {
            var unused = SubmissionServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .submit(GatewayStand.request(SAMPLES.batch("acme/a", Lane.LANE_NORMAL)));
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }

    /** The certificate that a new connection gets to see. */
    private static X509Certificate served(int port) throws Exception {
        try (SSLSocket socket = (SSLSocket) anybody().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket socket(String protocol) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setCertificateEntry("gateway", read(certificate.certificateFile()));
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    private static X509Certificate read(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** Trusts anybody, to look at what is shown. */
    private static SSLContext anybody() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new javax.net.ssl.TrustManager[] {new TrustsAnybody()}, null);
        return context;
    }

    private static final class TrustsAnybody implements javax.net.ssl.X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
