package io.creto.messaging.crypto.identity;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.EnrolmentParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.EnrolmentBinding;
import io.creto.messaging.v1.RejectionReason;
import java.security.SecureRandom;

/**
 * Agent id and new public key, bound together by a co-signature: of the enrolment token's key when an agent enrols, of
 * the new key itself when an agent replaces its key.
 *
 * @param bytes the exact bytes that are signed
 * @param signature composite signature over them, context {@code creto.enrol.v1}
 */
public record KeyBinding(ByteString bytes, ByteString signature) {

    /** Binds and co-signs. */
    public static KeyBinding sign(
            AgentId agent, CompositePublicKey newKey, CompositePrivateKey coSigner, SecureRandom random) {
        ByteString bytes = EnrolmentBinding.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setAgent(agent.toString())
                .setPublicKey(newKey.encoded())
                .build()
                .toByteString();
        return new KeyBinding(bytes, coSigner.sign(SignatureContext.ENROL, bytes, random));
    }

    /**
     * Verifies that the co-signer bound this key to this agent.
     *
     * @throws WireException if the binding is not well-formed
     * @throws VerificationException KEY_NOT_VALID if it binds another agent or key, or the reason of the bad signature
     */
    public void verify(AgentId agent, CompositePublicKey newKey, CompositePublicKey coSigner)
            throws WireException, VerificationException {
        EnrolmentBinding binding = EnrolmentParser.binding(bytes);
        if (!binding.getAgent().equals(agent.toString())
                || !binding.getPublicKey().equals(newKey.encoded())) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        }
        coSigner.verify(SignatureContext.ENROL, bytes, signature).orThrow();
    }
}
