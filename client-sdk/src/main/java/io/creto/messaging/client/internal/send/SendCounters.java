package io.creto.messaging.client.internal.send;

import java.util.concurrent.atomic.LongAdder;

/** What the way out counts. Thread-safe. */
public final class SendCounters {
    /** Batches that were signed. */
    public final LongAdder batches = new LongAdder();
    /** Envelopes in them. */
    public final LongAdder envelopes = new LongAdder();
    /** Submissions of batches, retries included. */
    public final LongAdder submissions = new LongAdder();
    /** Envelopes that the log has. */
    public final LongAdder accepted = new LongAdder();
    /** Envelopes that were routed or applied. */
    public final LongAdder routed = new LongAdder();
    /** Envelopes that were refused for good. */
    public final LongAdder rejected = new LongAdder();
    /** Messages sent again under a new id. */
    public final LongAdder resent = new LongAdder();
}
