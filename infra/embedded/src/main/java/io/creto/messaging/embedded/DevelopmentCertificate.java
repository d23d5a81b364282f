package io.creto.messaging.embedded;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate for servers on loopback (localhost, 127.0.0.1, ::1), signed by itself, so that TLS is on from the first start.
 * Clients trust its file and nothing else. Not for anything that others reach.
 *
 * @param certificateFile PEM
 * @param privateKeyFile PEM (PKCS#8), for its owner's eyes only
 */
public record DevelopmentCertificate(Path certificateFile, Path privateKeyFile) {
    private static final Duration LIFE = Duration.ofDays(365);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final Duration SKEW = Duration.ofHours(1);
    private static final int SERIAL_BITS = 127;

    /**
     * The certificate of a directory, made where there is none or where it ends within a month.
     *
     * @param directory made where it is missing
     * @throws EmbeddedServerException if it cannot be written
     */
    public static DevelopmentCertificate in(Path directory, InstantSource clock) {
        DevelopmentCertificate certificate =
                new DevelopmentCertificate(directory.resolve("tls.crt"), directory.resolve("tls.key"));
        try {
            Files.createDirectories(directory);
            if (!certificate.isGood(clock.instant().plus(RENEW_BEFORE))) {
                certificate.make(clock.instant());
            }
            return certificate;
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new EmbeddedServerException("no certificate can be made in " + directory + ": " + e, e);
        }
    }

    private boolean isGood(Instant at) throws IOException {
        try (var in = Files.newInputStream(certificateFile)) {
            X509Certificate found =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return Files.exists(privateKeyFile)
                    && at.isBefore(found.getNotAfter().toInstant());
        } catch (NoSuchFileException | GeneralSecurityException missingOrBroken) {
            return false;
        }
    }

    private void make(Instant now) throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=creto development, O=this machine only");
        var builder = new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, new SecureRandom()),
                        Date.from(now.minus(SKEW)),
                        Date.from(now.plus(LIFE)),
                        name,
                        pair.getPublic())
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                    new GeneralName(GeneralName.iPAddress, "::1")
                }))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        // The key first: whoever sees the new certificate finds its key.
        SecretFile.write(privateKeyFile, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
        Path draft = certificateFile.resolveSibling(certificateFile.getFileName() + ".new");
        Files.writeString(draft, pem(certificate), StandardCharsets.US_ASCII);
        Files.move(draft, certificateFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
