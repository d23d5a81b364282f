package io.creto.messaging.benchmarks.access;

/** A way into the gateway. */
enum Door {
    /** The floor: whoever reaches it may do everything. */
    OPEN("plaintext, anonymous"),
    /** As in production. */
    SECURED("TLS 1.3, access tokens");

    private final String title;

    Door(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
