package io.creto.messaging.client.internal.send;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.SubmitResponse;
import java.util.function.Consumer;

/** One stream to the gateway. Belongs to the submitter's worker. */
interface SubmitLink {
    /** Sends a batch. Never blocks and never throws: a stream that is over says so to {@link Events#lost}. */
    void send(ByteString batch);

    /** Gives it up; nothing more is heard of it. */
    void cancel();

    /**
     * Who hears of it, on any thread.
     *
     * @param answer to one batch
     * @param lost told once, when the stream is over, with the reason
     */
    record Events(Consumer<SubmitResponse> answer, Consumer<Throwable> lost) {}

    /** Opens streams. */
    @FunctionalInterface
    interface Opener {
        SubmitLink open(Events events);
    }
}
