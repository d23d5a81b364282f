package io.creto.messaging.crypto.signature;

import com.google.protobuf.ByteString;

/**
 * What a signature is for. Each purpose has a context of its own, so that a signature made for one is refused for
 * every other. (Design: wire format, "Suite 1".)
 */
public enum SignatureContext {
    /** A batch header. */
    BATCH("creto.batch.v1"),
    /** A delegation from an agent to a signer. */
    DELEGATION("creto.delegation.v1"),
    /** The one-time token's co-signature under an enrolment. */
    ENROL("creto.enrol.v1"),
    /** A short-lived bearer token. */
    TOKEN("creto.token.v1"),
    /** A tree head of the audit log. */
    TREE_HEAD("creto.treehead.v1");

    private final ByteString bytes;

    SignatureContext(String text) {
        this.bytes = ByteString.copyFromUtf8(text);
    }

    /** The context string's bytes, at most 255. */
    public ByteString bytes() {
        return bytes;
    }
}
