package io.creto.messaging.crypto.identity;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.RejectionReason;

/**
 * An enrolment whose token co-signature has been verified; only {@link #verify} makes one. Whether the token was issued
 * for this agent, is unspent and not expired stands in the registry; that the agent holds the new key is proven by its
 * batch, which {@link #publicKey()} verifies. Immutable and thread-safe.
 */
public final class VerifiedEnrolment {
    private final AgentId agent;
    private final CompositePublicKey publicKey;
    private final KeyId tokenKeyId;

    private VerifiedEnrolment(AgentId agent, CompositePublicKey publicKey, KeyId tokenKeyId) {
        this.agent = agent;
        this.publicKey = publicKey;
        this.tokenKeyId = tokenKeyId;
    }

    /**
     * Verifies the body of an enrolment envelope.
     *
     * @param sender the envelope's sender
     * @param enrol its body
     * @throws WireException if the binding is not well-formed
     * @throws VerificationException KEY_NOT_VALID if a key is not valid, the token's key does not hash to its id, or
     *     the binding names another agent or key; or the reason of the bad co-signature
     */
    public static VerifiedEnrolment verify(AgentId sender, Enrol enrol) throws WireException, VerificationException {
        CompositePublicKey publicKey = CompositePublicKey.parse(enrol.getPublicKey());
        CompositePublicKey tokenKey = CompositePublicKey.parse(enrol.getTokenPublicKey());
        if (!enrol.getTokenKeyId().equals(tokenKey.keyId().bytes())) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        }
        new KeyBinding(enrol.getBinding(), enrol.getTokenSignature()).verifyEnrolment(sender, publicKey, tokenKey);
        return new VerifiedEnrolment(sender, publicKey, tokenKey.keyId());
    }

    /** Who enrols. */
    public AgentId agent() {
        return agent;
    }

    /** Its new identity key. */
    public CompositePublicKey publicKey() {
        return publicKey;
    }

    /** The token that was spent. */
    public KeyId tokenKeyId() {
        return tokenKeyId;
    }
}
