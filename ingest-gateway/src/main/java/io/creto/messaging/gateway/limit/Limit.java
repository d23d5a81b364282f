package io.creto.messaging.gateway.limit;

/** What a caller can use up; also the {@code limit} of the metrics. */
public enum Limit {
    /** Calls begun, and messages of streams. */
    REQUESTS,
    /** Bytes of messages. */
    BYTES,
    /** Calls that are open at once. */
    STREAMS,
    /** Connections that are open at once. */
    CONNECTIONS,
    /** Envelopes that all signers of a fleet together submit. */
    FLEET_MESSAGES,
    /** Bytes of their batches. */
    FLEET_BYTES
}
