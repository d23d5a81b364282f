package io.creto.messaging.gateway;

import io.creto.messaging.embedded.DevelopmentCertificate;
import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.grpc.Attributes;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;

/** A gateway as it is deployed: TLS, access tokens, a read model; and connections to it from several addresses. */
final class SecureStand implements AutoCloseable {
    /** Of those who behave. */
    static final String HERE = "127.0.0.1";

    /** Of those who do not: on Linux all of 127.0.0.0/8 is this machine. */
    static final String ELSEWHERE = "127.0.0.66";

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final EmbeddedKafka kafka;
    private final ReadModel readModel;
    private final DevelopmentCertificate certificate;
    private final Gateway gateway;

    /**
     * Starts all of it.
     *
     * @param directory for the certificate
     * @param grpc further options of section grpc
     * @param options further sections
     */
    SecureStand(Path directory, String grpc, String... options) throws Exception {
        kafka = GatewayStand.kafka();
        readModel = ReadModel.start();
        certificate = DevelopmentCertificate.in(directory, InstantSource.system());
        String yaml = GatewayStand.yaml(kafka.bootstrapServers(), options)
                .replace(GatewayStand.ANONYMOUS, readModel.options())
                .replace(GatewayStand.GENEROUS, "")
                .replace("grpc: {port: 0}", "grpc: {port: 0, " + grpc + "}")
                .replace(
                        "tls: {insecure-plaintext: true}",
                        "tls: {certificate-file: '%s', private-key-file: '%s'}"
                                .formatted(certificate.certificateFile(), certificate.privateKeyFile()));
        gateway = Gateway.start(GatewayConfigReader.parse(yaml), List.of());
        Awaitility.await().atMost(GatewayStand.PATIENCE).until(() -> metric("creto_gateway_log_answers") == 1);
    }

    /** A registered agent. */
    SampleIdentity enrolled(String id) {
        SampleIdentity agent = SampleIdentity.of(id);
        readModel.put(agent.record(1));
        return agent;
    }

    /** A client's connection from that address. */
    ManagedChannel channel(String from) {
        try {
            return NettyChannelBuilder.forAddress("localhost", gateway.port())
                    .localSocketPicker(new NettyChannelBuilder.LocalSocketPicker() {
                        @Override
                        public InetSocketAddress createSocketAddress(SocketAddress remote, Attributes attributes) {
                            return new InetSocketAddress(from, 0);
                        }
                    })
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(certificate.certificateFile().toFile())
                            .build())
                    .build();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    /** Calls with that token. */
    static <S extends AbstractStub<S>> S with(String token, S stub) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, token);
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** Streams of an agent. */
    SubmissionServiceGrpc.SubmissionServiceStub streams(ManagedChannel channel, SampleIdentity agent) {
        return with(agent.bearer(), SubmissionServiceGrpc.newStub(channel));
    }

    /** A bare connection. */
    Socket socket(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** A connection after its TLS handshake, at which HTTP/2 was agreed on. */
    SSLSocket tlsSocket(String from) throws IOException, GeneralSecurityException {
        SSLSocket socket =
                (SSLSocket) trusting().getSocketFactory().createSocket(socket(from), "localhost", gateway.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate.certificateFile())) {
            trusted.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    double metric(String name) {
        return GatewayStand.metric(gateway, name);
    }

    @Override
    public void close() {
        gateway.close();
        readModel.close();
        kafka.close();
    }
}
