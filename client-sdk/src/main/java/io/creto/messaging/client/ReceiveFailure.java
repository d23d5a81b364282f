package io.creto.messaging.client;

/**
 * Why a record or message that came over the wire was not handed to the handler. Each is counted and reported; none stops the
 * receiver. None tells anything about a key.
 */
public enum ReceiveFailure {
    /** The record is not readable, or too large. */
    MALFORMED,
    /** A version, suite or kind that this SDK does not know. */
    UNSUPPORTED,
    /** The directory has no such signer, sender or key. */
    UNKNOWN_SIGNER,
    /** The directory's answer on signer or sender is not proven by its evidence. */
    EVIDENCE,
    /** The signing key was not valid at ingest time. */
    KEY_NOT_VALID,
    /** The signature does not verify. */
    BAD_SIGNATURE,
    /** The envelope with its path does not give the signed root. */
    ROOT_MISMATCH,
    /** The sender has no delegation of this scope to the signer that was valid at ingest time. */
    NOT_DELEGATED,
    /** It had expired before its turn came. */
    EXPIRED,
    /** A message with this sender and first id has been handled: a repeat, or a re-send of it. */
    DUPLICATE,
    /** It is sealed to a key that this agent does not have, or no longer has. */
    UNKNOWN_KEY,
    /** It could not be opened: it was changed, or never sealed to this key. */
    NOT_AUTHENTIC,
    /** The handler failed as often as it may. */
    GIVEN_UP
}
