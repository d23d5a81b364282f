package io.creto.messaging.crypto.conformance;

/** One line of the list of failures. */
record Mismatch(String provider, String file, String vector, String expected, String got) {

    @Override
    public String toString() {
        return "%s, %s, %s: expected %s, got %s".formatted(provider, file, vector, expected, got);
    }
}
