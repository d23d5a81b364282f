package io.creto.messaging.crypto.identity;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedDelegation;
import java.security.SecureRandom;

/**
 * Delegations: an agent lets a signer of its own fleet sign batches for it, in named scopes, for at most 90 days.
 * Never for identity, administration, policy or further delegation: those scopes do not exist.
 */
public final class Delegations {

    private Delegations() {}

    /**
     * Signs a delegation.
     *
     * @param delegation names the agent whose key this is
     * @param agentKey the agent's identity key
     * @param random hedges the signature
     * @throws WireException if the delegation breaks a rule of {@link DelegationParser#delegation}
     * @throws IllegalArgumentException if it names another key than this one
     */
    public static SignedDelegation sign(Delegation delegation, CompositePrivateKey agentKey, SecureRandom random)
            throws WireException {
        ByteString bytes = delegation.toByteString();
        DelegationParser.delegation(bytes);
        if (!delegation.getAgentKeyId().equals(agentKey.publicKey().keyId().bytes())) {
            throw new IllegalArgumentException("the delegation names another key than "
                    + agentKey.publicKey().keyId());
        }
        return SignedDelegation.newBuilder()
                .setDelegation(bytes)
                .setSignature(agentKey.sign(SignatureContext.DELEGATION, bytes, random))
                .build();
    }

    /**
     * Verifies a delegation's form and signature.
     *
     * @param signed as it travelled
     * @param agentKey the key that it names
     * @throws WireException if it is not well-formed
     * @throws VerificationException KEY_NOT_VALID if it names another key, or the reason of the bad signature
     */
    public static VerifiedDelegation verify(SignedDelegation signed, CompositePublicKey agentKey)
            throws WireException, VerificationException {
        Delegation delegation = DelegationParser.delegation(signed.getDelegation());
        if (!delegation.getAgentKeyId().equals(agentKey.keyId().bytes())) {
            throw new VerificationException(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        }
        agentKey.verify(SignatureContext.DELEGATION, signed.getDelegation(), signed.getSignature())
                .orThrow();
        return new VerifiedDelegation(delegation);
    }
}
