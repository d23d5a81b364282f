package io.creto.messaging.crypto.conformance;

/**
 * What a vector asks for, and the one policy for those that leave it open.
 *
 * <p><b>Policy: strict.</b> Where a standard permits either answer ({@code "acceptable"}), we refuse. A value that only
 * some implementations take is a value on which two parties can disagree, and nothing we make ourselves needs it. So
 * {@code acceptable} is read as {@code invalid}; accepting one is a mismatch that fails the build. In the set that this
 * was written for these are the 8-byte keys of AES key wrap, outside the n ≥ 2 of RFC 3394, section 2.
 */
enum Expectation {
    ACCEPT,
    REFUSE;

    /** The word that a Wycheproof vector uses. */
    static Expectation ofResult(String result) {
        return switch (result) {
            case "valid" -> ACCEPT;
            case "invalid", "acceptable" -> REFUSE;
            default -> throw new MalformedVectorException("unknown result \"" + result + "\"");
        };
    }

    static Expectation accept(boolean accept) {
        return accept ? ACCEPT : REFUSE;
    }

    /** Throws unless the code under test decided so. */
    void check(boolean accepted) {
        Expectation got = accept(accepted);
        if (got != this) {
            throw new MismatchException(name(), got.name());
        }
    }
}
