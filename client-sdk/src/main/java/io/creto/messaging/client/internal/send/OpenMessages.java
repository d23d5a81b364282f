package io.creto.messaging.client.internal.send;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.Acceptance;
import io.creto.messaging.client.MessageExpiredException;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.schemas.WireLimits;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The envelopes whose end is not known, by the id that they now have; tells their futures, and gives their share of the budget
 * back. Belongs to the submitter's worker; futures complete on another thread.
 */
final class OpenMessages {
    /** After its expiry, a verdict on a message may be on its way for so long. */
    private static final long PATIENCE_MS = WireLimits.MAX_CLOCK_SKEW_MS;

    private final Map<ByteString, Outgoing> byId = new HashMap<>();
    private final Budget budget;
    private final SendCounters counters;
    private final Executor callbacks;

    OpenMessages(Budget budget, SendCounters counters, Executor callbacks) {
        this.budget = budget;
        this.counters = counters;
        this.callbacks = callbacks;
    }

    void register(Collection<Outgoing> outgoing) {
        outgoing.forEach(one -> byId.put(one.id().toByteString(), one));
    }

    Optional<Outgoing> find(ByteString messageId) {
        return Optional.ofNullable(byId.get(messageId));
    }

    /** It has been refused under this id and goes again under another. */
    void forgetId(Outgoing outgoing) {
        byId.remove(outgoing.id().toByteString());
    }

    /** The log has these. */
    void accepted(List<Outgoing> outgoing, long ingestTimeMs) {
        for (Outgoing one : outgoing) {
            if (!one.settled() && one.tellAcceptance()) {
                counters.accepted.increment();
                Acceptance acceptance = new Acceptance(one.id(), ingestTimeMs);
                callbacks.execute(() -> one.accepted().complete(acceptance));
            }
        }
    }

    /** Routed or applied. */
    void done(Outgoing outgoing, long decidedAtMs, long appliedVersion) {
        accepted(List.of(outgoing), decidedAtMs);
        Outgoing.Outcome outcome = new Outgoing.Outcome(outgoing.id(), decidedAtMs, appliedVersion);
        if (close(outgoing)) {
            counters.routed.increment();
            callbacks.execute(() -> outgoing.outcome().complete(outcome));
        }
    }

    /** Over, without success. */
    void failed(Outgoing outgoing, RuntimeException failure) {
        if (close(outgoing)) {
            if (failure instanceof MessageRejectedException) {
                counters.rejected.increment();
            }
            callbacks.execute(() -> {
                outgoing.accepted().completeExceptionally(failure);
                outgoing.outcome().completeExceptionally(failure);
            });
        }
    }

    /** Over, all of them. */
    void failAll(RuntimeException failure) {
        List.copyOf(byId.values()).forEach(one -> failed(one, failure));
    }

    /** Over, those that the log has. */
    void failAccepted(RuntimeException failure) {
        byId.values().stream().filter(Outgoing::acceptanceTold).toList().forEach(one -> failed(one, failure));
    }

    /** Gives up those of which nothing can be heard any more. */
    void expire(long nowMs) {
        List<Outgoing> silent = byId.values().stream()
                .filter(one -> one.expiresAtMs() + PATIENCE_MS < nowMs)
                .toList();
        silent.forEach(one -> failed(one, expired(one)));
    }

    static MessageExpiredException expired(Outgoing outgoing) {
        return new MessageExpiredException("message " + outgoing.firstId()
                + ": its time to live is over and its outcome is not known; send it anew if it still matters");
    }

    private boolean close(Outgoing outgoing) {
        boolean first = outgoing.settle();
        if (first) {
            byId.remove(outgoing.id().toByteString(), outgoing);
            budget.give(outgoing.cost());
        }
        return first;
    }
}
