package io.creto.messaging.gateway.tls;

import io.creto.messaging.gateway.config.TlsConfig;
import io.creto.messaging.gateway.fault.GatewayStartException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.ManagerFactoryParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 (RFC 8446) and nothing older, with a certificate whose files are looked at again and again: a new pair serves the
 * connections that are made from then on, without a restart. A pair that cannot be used changes nothing, and the log says why.
 * Thread-safe.
 */
public final class ServerTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final String PROTOCOL = "TLSv1.3";

    private final Path certificateFile;
    private final Path privateKeyFile;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final SslContext context;
    private final ScheduledExecutorService timer;
    private FileStamps seen;
    private String complaint = "";

    private ServerTls(TlsConfig config) throws IOException, GeneralSecurityException {
        certificateFile = Path.of(config.certificateFile());
        privateKeyFile = Path.of(config.privateKeyFile());
        seen = FileStamps.of(certificateFile, privateKeyFile);
        use(ServerCertificate.read(certificateFile, privateKeyFile));
        context = GrpcSslContexts.configure(SslContextBuilder.forServer(keys), SslProvider.JDK)
                .protocols(PROTOCOL)
                .build();
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gateway-certificate");
            thread.setDaemon(true);
            return thread;
        });
        var unused =
                timer.scheduleWithFixedDelay(this::look, config.reloadMs(), config.reloadMs(), TimeUnit.MILLISECONDS);
    }

    /**
     * Reads the certificate.
     *
     * @throws GatewayStartException if no certificate is given, or it cannot be used
     */
    public static ServerTls open(TlsConfig config) {
        if (!config.isOn()) {
            throw new GatewayStartException(
                    "tls.certificate-file: not given; give a certificate (PEM) and its key in"
                            + " tls.private-key-file, or set tls.insecure-plaintext to true, for loopback only",
                    null);
        }
        try {
            return new ServerTls(config);
        } catch (IOException | GeneralSecurityException e) {
            throw new GatewayStartException("tls: " + e.getMessage(), e);
        }
    }

    /** For the listener of gRPC. */
    public SslContext context() {
        return context;
    }

    /** The certificate in use, for other listeners. */
    public KeyManagerFactory certificate() {
        return new SimpleKeyManagerFactory() {
            @Override
            protected void engineInit(KeyStore store, char[] password) {}

            @Override
            protected void engineInit(ManagerFactoryParameters parameters) {}

            @Override
            protected KeyManager[] engineGetKeyManagers() {
                return new KeyManager[] {keys};
            }
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    @SuppressWarnings("IllegalCatch") // a defect must not end the timer: the certificate would expire some day
    private void look() {
        try {
            FileStamps now = FileStamps.of(certificateFile, privateKeyFile);
            if (!now.equals(seen)) {
                use(ServerCertificate.read(certificateFile, privateKeyFile));
                seen = now; // only now: rights that are set a moment later change no stamp
                complaint = "";
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    /** Once, not at each look. */
    private void complain(String why) {
        if (!why.equals(complaint)) {
            complaint = why;
            LOG.error("tls: the certificate in use stays, the new one cannot be used: {}", why);
        }
    }

    private void use(ServerCertificate certificate) {
        keys.updateIdentityCredentials(certificate.chain(), certificate.privateKey());
        LOG.info("tls: certificate of {}, good until {}", certificate.subject(), certificate.goodUntil());
    }
}
