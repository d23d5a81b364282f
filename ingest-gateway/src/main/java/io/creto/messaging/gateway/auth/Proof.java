package io.creto.messaging.gateway.auth;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.v1.IdentityKey;

/**
 * That a token proves who calls, as of a version of the agent's record. Times in milliseconds since the epoch.
 *
 * @param agent who, {@code fleet/name}
 * @param keyId the key that signed the token
 * @param expiresAtMs when the token expires
 * @param version of the agent's record that this was decided by
 * @param keyUntilMs until when the key counts by that version
 * @param admin whether the agent administers its fleet
 */
record Proof(String agent, ByteString keyId, long expiresAtMs, long version, long keyUntilMs, boolean admin) {

    /** Whether a call that begins now may rest on it. */
    boolean admitsAt(long nowMs) {
        return nowMs < expiresAtMs && keyCountsAt(nowMs);
    }

    /** Whether the key still counts; a call that is open does not end with its token. */
    boolean keyCountsAt(long nowMs) {
        return nowMs < keyUntilMs;
    }

    /**
     * The same by another version of the agent's record: the signature needs no second look.
     *
     * @throws RefusedCallerException where that version takes the proof away
     */
    Proof by(Standing standing, long nowMs) {
        IdentityKey key = standing.keyThatCounts(keyId, nowMs);
        return new Proof(agent, keyId, expiresAtMs, standing.version(), Standing.untilMs(key), standing.admin());
    }
}
