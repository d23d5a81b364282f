package io.creto.messaging.gateway.tls;

import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate chain with the private key of its first certificate.
 *
 * @param chain the server's certificate first
 * @param privateKey EC or RSA
 */
@SuppressWarnings("ArrayRecordComponent") // as the TLS library takes it, never compared
record ServerCertificate(X509Certificate[] chain, PrivateKey privateKey) {
    private static final byte[] PROBE = {1};

    /**
     * Reads one.
     *
     * @param certificateFile PEM
     * @param privateKeyFile PEM, PKCS#8, not encrypted
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if one of them holds something else, or they do not belong together
     */
    static ServerCertificate read(Path certificateFile, Path privateKeyFile)
            throws IOException, GeneralSecurityException {
        ServerCertificate read = new ServerCertificate(chain(certificateFile), privateKey(privateKeyFile));
        if (!read.belongTogether()) {
            throw new GeneralSecurityException(
                    privateKeyFile + " is not the key of the certificate in " + certificateFile);
        }
        return read;
    }

    private static X509Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = open(file)) {
            X509Certificate[] chain = CertificateUtils.getX509Certificates(in);
            if (chain.length == 0) {
                throw new GeneralSecurityException("it is empty");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException(file + " holds no certificate in PEM: " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = open(file)) {
            return CertificateUtils.getPrivateKey(in);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new GeneralSecurityException(file + " holds no EC or RSA key in PEM (PKCS#8)", e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read", e);
        }
    }

    String subject() {
        return chain[0].getSubjectX500Principal().getName();
    }

    Instant goodUntil() {
        return chain[0].getNotAfter().toInstant();
    }

    /** Files are replaced one after the other: in between they do not. */
    private boolean belongTogether() throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance(privateKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(privateKey);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        if (!chain[0].getPublicKey().getAlgorithm().equals(privateKey.getAlgorithm())) {
            return false;
        }
        signature.initVerify(chain[0].getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }
}
