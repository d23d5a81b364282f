package io.creto.messaging.client.internal.send;

import io.creto.messaging.client.Acceptance;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An envelope under way, through all its re-sends. What changes belongs to the submitter's worker; the rest is immutable.
 */
final class Outgoing {
    /** Besides its payload: header, key part, two futures and the places it stands in. */
    private static final int OVERHEAD_BYTES = 4096;

    private final MessageId firstId;
    private final Lane lane;
    private final long expiresAtMs;
    private final @Nullable Sealed sealed;
    private final long cost;
    private final CompletableFuture<Acceptance> accepted = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    private MessageId id;
    private Envelope envelope;
    private int resends;
    private boolean resealing;
    private boolean settled;
    private boolean acceptanceTold;

    /** What is needed to seal a message anew. */
    @SuppressWarnings("ArrayRecordComponent") // internal, never compared
    record Sealed(AgentId recipient, byte[] payload) {
        @Override
        public String toString() {
            return "Sealed[to " + recipient + ", " + payload.length + " bytes]";
        }
    }

    /**
     * The good end.
     *
     * @param id that it was routed or applied under
     * @param decidedAtMs log time
     * @param appliedVersion of a command, else 0
     */
    record Outcome(MessageId id, long decidedAtMs, long appliedVersion) {}

    /**
     * @param sealed absent for a command, which is never sent under another id
     * @param cost its share of the budget, see {@link #cost(int)}
     */
    Outgoing(MessageId id, Lane lane, long expiresAtMs, Envelope envelope, @Nullable Sealed sealed, long cost) {
        this.firstId = id;
        this.id = id;
        this.lane = lane;
        this.expiresAtMs = expiresAtMs;
        this.envelope = envelope;
        this.sealed = sealed;
        this.cost = cost;
    }

    /** What a payload or command of so many bytes takes of the budget: it stands in memory twice, in the clear and sealed. */
    static long cost(int size) {
        return 2L * size + OVERHEAD_BYTES;
    }

    MessageId firstId() {
        return firstId;
    }

    Lane lane() {
        return lane;
    }

    long expiresAtMs() {
        return expiresAtMs;
    }

    @Nullable
    Sealed sealed() {
        return sealed;
    }

    long cost() {
        return cost;
    }

    CompletableFuture<Acceptance> accepted() {
        return accepted;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    MessageId id() {
        return id;
    }

    Envelope envelope() {
        return envelope;
    }

    int resends() {
        return resends;
    }

    /** Goes again, under a new id. */
    void resend(MessageId newId, Envelope newEnvelope) {
        id = newId;
        envelope = newEnvelope;
        resends++;
        resealing = false;
    }

    /** Refused under its id, to go again: until it does, more verdicts on that id are repeats. */
    void beginReseal() {
        resealing = true;
    }

    boolean resealing() {
        return resealing;
    }

    boolean settled() {
        return settled;
    }

    /** Whether this is the first time that it is settled. */
    boolean settle() {
        boolean first = !settled;
        settled = true;
        return first;
    }

    /** Whether it has been accepted. */
    boolean acceptanceTold() {
        return acceptanceTold;
    }

    /** Whether this is the first time that it is accepted. */
    boolean tellAcceptance() {
        boolean first = !acceptanceTold;
        acceptanceTold = true;
        return first;
    }
}
