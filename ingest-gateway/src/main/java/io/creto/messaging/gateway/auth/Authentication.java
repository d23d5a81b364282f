package io.creto.messaging.gateway.auth;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.identity.AccessTokens;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.RejectionReason;
import java.util.Optional;

/** Decides whether a token proves who calls. Immutable and thread-safe. */
final class Authentication {
    /** By how much an agent's clock may be ahead. */
    private static final long LEEWAY_MS = 30_000;

    private final String deployment;

    /** @param deployment the audience that tokens must name */
    Authentication(String deployment) {
        this.deployment = deployment;
    }

    /**
     * Checks a token whole.
     *
     * @param standing of the agent that it names; empty if there is none
     * @param nowMs milliseconds since the epoch
     * @return what it proves
     * @throws RefusedCallerException with the reason, UNKNOWN_SIGNER without agent
     */
    Proof prove(BearerToken bearer, Optional<Standing> standing, long nowMs) {
        Standing agent = standing.orElseThrow(() -> refused(RejectionReason.REJECTION_REASON_UNKNOWN_SIGNER));
        IdentityKey key = agent.keyThatCounts(bearer.token().getAgentKeyId(), nowMs);
        try {
            CompositePublicKey publicKey = CompositePublicKey.parse(key.getPublicKey());
            var token = AccessTokens.verify(bearer.signed(), publicKey, deployment, nowMs, LEEWAY_MS);
            return new Proof(
                    token.getAgent(),
                    key.getKeyId(),
                    token.getExpiresAtMs(),
                    agent.version(),
                    Standing.untilMs(key),
                    agent.admin());
        } catch (VerificationException e) {
            throw refused(e.reason());
        } catch (WireException e) {
            throw refused(e.reason());
        }
    }

    private static RefusedCallerException refused(RejectionReason reason) {
        return RefusedCallerException.unauthenticated(reason);
    }
}
