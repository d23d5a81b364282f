package io.creto.messaging.localstack;

/** Hears how far a stack is. Called from one thread at a time. */
public interface StackListener {
    /** Does nothing. */
    StackListener SILENT = (part, detail, millis) -> {};

    /**
     * A part is there.
     *
     * @param part what it is, for people
     * @param detail where it is, for people
     * @param millis how long it took
     */
    void ready(String part, String detail, long millis);
}
