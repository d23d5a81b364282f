package io.creto.messaging.gateway.submit;

import io.creto.messaging.v1.SubmitResponse;

/** Takes what became of one batch: one of the two, once, on any thread. */
interface Answer {
    /** The log has it. */
    void accepted(SubmitResponse response);

    /** It was not accepted; the log may have it all the same. */
    void failed(Throwable failure);
}
