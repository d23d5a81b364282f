package io.creto.messaging.crypto.conformance;

import java.util.Arrays;
import java.util.HexFormat;

/** The code under test answered something else than the vector says. */
final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN_BYTES = 16;

    private final String expected;
    private final String got;

    MismatchException(String expected, String got) {
        super("expected " + expected + ", got " + got);
        this.expected = expected;
        this.got = got;
    }

    String expected() {
        return expected;
    }

    String got() {
        return got;
    }

    /** Throws unless both are equal. */
    static void unlessEqual(String what, byte[] expected, byte[] got) {
        if (!Arrays.equals(expected, got)) {
            throw new MismatchException(what + " " + abbreviated(expected), abbreviated(got));
        }
    }

    private static String abbreviated(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
        return bytes.length > SHOWN_BYTES
                ? hex + "… (" + bytes.length + " bytes)"
                : hex + " (" + bytes.length + " bytes)";
    }
}
