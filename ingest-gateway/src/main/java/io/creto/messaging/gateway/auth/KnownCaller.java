package io.creto.messaging.gateway.auth;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import org.jspecify.annotations.Nullable;

/**
 * A caller that has proven who it is with one token, as long as that counts; shared by all calls with this token. Thread-safe:
 * one thread confirms, all read.
 */
final class KnownCaller {
    private final ByteString fingerprint;
    private final Caller.Agent caller;
    private volatile Proof proof;
    private volatile long confirmedNanos;
    private volatile @Nullable RefusedCallerException ended;

    KnownCaller(ByteString fingerprint, Proof proof, long nowNanos) {
        this.fingerprint = fingerprint;
        this.caller = new Caller.Agent(proof.agent(), proof.admin());
        this.proof = proof;
        this.confirmedNanos = nowNanos;
    }

    ByteString fingerprint() {
        return fingerprint;
    }

    Caller.Agent caller() {
        return caller;
    }

    Proof proof() {
        return proof;
    }

    /** When the agent's record was last seen to allow it, by {@link System#nanoTime}. */
    long confirmedNanos() {
        return confirmedNanos;
    }

    /** The agent's record allows it, in the version that the proof names. */
    void confirm(Proof now, long nowNanos) {
        proof = now;
        confirmedNanos = nowNanos;
    }

    /** It counts no more, for good. */
    void end(RefusedCallerException why) {
        ended = why;
    }

    /** Why it counts no more; null as long as it does. */
    @Nullable
    RefusedCallerException ended() {
        return ended;
    }
}
