package io.creto.messaging.jobs.mailbox;

import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;

/** What {@link Mailbox} says, as it says it. */
interface MailboxOutput {
    /** Envelopes of a slice go to the delivery partition that {@code from} names. */
    void deliver(ShardSlice from, Slice slice);

    /** A verdict goes to its signer. */
    void announce(Announcement announcement);

    /** An envelope is refused; the verdict is announced apart from that. */
    void refused(RejectionReason reason);

    /** A message is held. */
    void held();

    /** An acknowledgement has no message: it came again, too early, or too late. */
    void unmatched();

    /** What was learnt took something away before the log time at which it was learnt: messages may have been decided without it. */
    void learntLate();

    /** {@link Mailbox#wake} is to be called when log time has reached {@code atMs}. */
    void wakeAt(long atMs);
}
