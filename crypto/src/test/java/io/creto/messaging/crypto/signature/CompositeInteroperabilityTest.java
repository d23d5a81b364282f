package io.creto.messaging.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.VerificationException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our composition against an independent one of the same draft. */
class CompositeInteroperabilityTest {
    private static final String ALGORITHM = "MLDSA65-Ed25519-SHA512";
    private static final String OID = "1.3.6.1.5.5.7.6.48";
    private static final Provider BC = new BouncyCastleProvider();
    private static final SecureRandom RANDOM = TestRandom.seeded(2);
    private static final ByteString MESSAGE = ByteString.copyFromUtf8("exact bytes that travel");

    /** Its composite looks its halves up among the registered providers. */
    @BeforeAll
    static void register() {
        Security.addProvider(BC);
    }

    @AfterAll
    static void unregister() {
        Security.removeProvider(BC.getName());
    }

    @Test
    void theirSignatureVerifiesHere() throws GeneralSecurityException, VerificationException {
        KeyPair theirs = KeyPairGenerator.getInstance(ALGORITHM, BC).generateKeyPair();
        Signature signer = Signature.getInstance(ALGORITHM, BC);
        signer.setParameter(
                new ContextParameterSpec(SignatureContext.TOKEN.bytes().toByteArray()));
        signer.initSign(theirs.getPrivate());
        signer.update(MESSAGE.toByteArray());
        CompositePublicKey key = CompositePublicKey.parse(rawKey(theirs.getPublic()));
        ByteString signature = ByteString.copyFrom(signer.sign());
        assertThat(key.verify(SignatureContext.TOKEN, MESSAGE, signature)).isEqualTo(SignatureVerdict.VALID);
        assertThat(key.verify(SignatureContext.BATCH, MESSAGE, signature)).isEqualTo(SignatureVerdict.BAD_BOTH);
    }

    @Test
    void ourSignatureVerifiesThere() throws Exception {
        CompositePrivateKey ours = CompositePrivateKey.generate(RANDOM);
        PublicKey key = BouncyCastleProvider.getPublicKey(new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier(OID)),
                ours.publicKey().encoded().toByteArray()));
        byte[] signature =
                ours.sign(SignatureContext.DELEGATION, MESSAGE, RANDOM).toByteArray();
        Signature verifier = Signature.getInstance(ALGORITHM, BC);
        verifier.setParameter(
                new ContextParameterSpec(SignatureContext.DELEGATION.bytes().toByteArray()));
        verifier.initVerify(key);
        verifier.update(MESSAGE.toByteArray());
        assertThat(verifier.verify(signature)).isTrue();
    }

    private static ByteString rawKey(PublicKey key) {
        byte[] raw = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getPublicKeyData()
                .getOctets();
        assertThat(raw).hasSize(CompositePublicKey.BYTES);
        return ByteString.copyFrom(raw);
    }
}
