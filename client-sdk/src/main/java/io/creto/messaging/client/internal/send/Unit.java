package io.creto.messaging.client.internal.send;

import com.google.protobuf.ByteString;
import io.creto.messaging.schemas.KeyId;
import java.util.ArrayList;
import java.util.List;

/** A signed batch in its lane, through all its submissions. Belongs to the submitter's worker. */
final class Unit {
    /** Where it stands. */
    enum State {
        /** To be submitted. */
        READY,
        /** Submitted, not answered. */
        SENT,
        /** The log has it. */
        ACCEPTED
    }

    private final long incarnation;
    private final long sequence;
    private final List<Outgoing> envelopes;
    private Form form;
    private State state = State.READY;
    private int submissions;
    private int unanswered;
    private boolean again;
    private int refusals;
    private int refusedSubmission;
    private boolean judged;
    private final List<ByteString> batchIds = new ArrayList<>();
    private long sentAtMs;

    /**
     * The bytes that travel: others under the same sequence when they have become too old.
     *
     * @param batchId their id
     * @param bytes the serialized batch
     * @param key that signed them
     * @param createdAtMs when
     */
    record Form(ByteString batchId, ByteString bytes, KeyId key, long createdAtMs) {}

    Unit(long incarnation, long sequence, List<Outgoing> envelopes, Form form) {
        this.incarnation = incarnation;
        this.sequence = sequence;
        this.envelopes = List.copyOf(envelopes);
        this.form = form;
        batchIds.add(form.batchId());
    }

    long incarnation() {
        return incarnation;
    }

    long sequence() {
        return sequence;
    }

    List<Outgoing> envelopes() {
        return envelopes;
    }

    Form form() {
        return form;
    }

    State state() {
        return state;
    }

    void accepted() {
        state = State.ACCEPTED;
        again = false;
    }

    /** The stream is gone, and with it the answers that were to come. */
    void lost() {
        unanswered = 0;
        if (state == State.SENT) {
            state = State.READY;
        }
    }

    /** It was refused, and is to be submitted again. */
    void again() {
        state = State.READY;
        again = true;
    }

    /**
     * One of its submissions has been answered. Answers and verdicts come on different ways: a verdict on a submission may be
     * here before the answer to it, which then says nothing of the submission that follows.
     *
     * @return whether no other submission is to come or to be answered
     */
    boolean answered() {
        unanswered = Math.max(0, unanswered - 1);
        return unanswered == 0 && !again;
    }

    void sent(long nowMs) {
        state = State.SENT;
        again = false;
        submissions++;
        unanswered++;
        sentAtMs = nowMs;
    }

    long sentAtMs() {
        return sentAtMs;
    }

    /** Signed anew, to be submitted. */
    void resign(Form newForm) {
        form = newForm;
        batchIds.add(newForm.batchId());
        again();
    }

    int forms() {
        return batchIds.size();
    }

    /** The ids of all its forms. */
    List<ByteString> batchIds() {
        return batchIds;
    }

    /** Whether the log may have had it before this submission. */
    boolean maybeRepeated() {
        return submissions > 1 || forms() > 1;
    }

    /**
     * Refused as a whole, in its last submission; its repeats in the same submission do not count.
     *
     * @return in how many of its submissions it was refused
     */
    int refused() {
        if (refusedSubmission < submissions) {
            refusedSubmission = submissions;
            refusals++;
        }
        return refusals;
    }

    /** One of its envelopes has a verdict: so it has been admitted. */
    void judge() {
        judged = true;
    }

    boolean judged() {
        return judged;
    }

    /** Those of its envelopes whose end is not known. */
    List<Outgoing> open() {
        return envelopes.stream().filter(envelope -> !envelope.settled()).toList();
    }
}
