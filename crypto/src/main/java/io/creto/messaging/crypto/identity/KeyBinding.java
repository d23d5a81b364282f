package io.creto.messaging.crypto.identity;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.EnrolmentParser;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.EnrolmentBinding;
import io.creto.messaging.v1.RejectionReason;
import java.security.SecureRandom;

/**
 * Agent id and new public key, bound together by a co-signature: of the enrolment token's key when an agent enrols, of
 * the new key itself when it replaces an older one. The replaced key is part of what is signed, so that neither passes
 * for the other.
 *
 * @param bytes the exact bytes that are signed
 * @param signature composite signature over them, context {@code creto.enrol.v1}
 */
public record KeyBinding(ByteString bytes, ByteString signature) {

    /** For an enrolment: co-signed with the token's key. */
    public static KeyBinding ofEnrolment(
            AgentId agent, CompositePublicKey newKey, CompositePrivateKey token, SecureRandom random) {
        return sign(binding(agent, newKey).build(), token, random);
    }

    /** For a replacement: the new key proves that its holder has it. */
    public static KeyBinding ofReplacement(
            AgentId agent, KeyId replacedKey, CompositePrivateKey newKey, SecureRandom random) {
        EnrolmentBinding binding = binding(agent, newKey.publicKey())
                .setReplacedKeyId(replacedKey.bytes())
                .build();
        return sign(binding, newKey, random);
    }

    /**
     * Verifies that the token's key bound this new key to this agent.
     *
     * @throws WireException if the binding is not well-formed
     * @throws VerificationException KEY_NOT_VALID if it binds another agent or key, or replaces one; or the reason of the
     *     bad signature
     */
    public void verifyEnrolment(AgentId agent, CompositePublicKey newKey, CompositePublicKey token)
            throws WireException, VerificationException {
        verify(binding(agent, newKey).build(), token);
    }

    /**
     * Verifies that the new key bound itself to this agent in the place of that older key.
     *
     * @throws WireException if the binding is not well-formed
     * @throws VerificationException KEY_NOT_VALID if it binds another agent or key, or replaces another; or the reason of
     *     the bad signature
     */
    public void verifyReplacement(AgentId agent, KeyId replacedKey, CompositePublicKey newKey)
            throws WireException, VerificationException {
        verify(binding(agent, newKey).setReplacedKeyId(replacedKey.bytes()).build(), newKey);
    }

    private void verify(EnrolmentBinding expected, CompositePublicKey coSigner)
            throws WireException, VerificationException {
        if (!EnrolmentParser.binding(bytes).equals(expected)) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        }
        coSigner.verify(SignatureContext.ENROL, bytes, signature).orThrow();
    }

    private static KeyBinding sign(EnrolmentBinding binding, CompositePrivateKey coSigner, SecureRandom random) {
        ByteString bytes = binding.toByteString();
        return new KeyBinding(bytes, coSigner.sign(SignatureContext.ENROL, bytes, random));
    }

    private static EnrolmentBinding.Builder binding(AgentId agent, CompositePublicKey newKey) {
        return EnrolmentBinding.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setAgent(agent.toString())
                .setPublicKey(newKey.encoded());
    }
}
