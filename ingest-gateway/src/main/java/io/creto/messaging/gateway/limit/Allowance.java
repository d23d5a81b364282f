package io.creto.messaging.gateway.limit;

import io.github.bucket4j.TimeMeter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one caller may use, and has left. Decides only: whoever asks refuses or waits. Thread-safe, without locks; apart from
 * {@link #users}, which belongs to {@link Allowances}.
 */
final class Allowance {
    /** Calls that know it, the refused ones too until they have left. */
    int users;

    private final TokenBucket requests;
    private final TokenBucket bytes;
    private final int maxOpen;
    private final AtomicInteger open = new AtomicInteger();

    Allowance(Rates rates, TimeMeter clock) {
        requests = new TokenBucket(rates.requestsPerSecond(), rates.requestBurst(), clock);
        bytes = new TokenBucket(rates.bytesPerSecond(), rates.byteBurst(), clock);
        maxOpen = rates.streams();
    }

    /**
     * A call begins. It may not while bytes are owed: else a new stream would get around what it owes for an old one.
     *
     * @return empty if it may; then {@link #endCall} must follow
     */
    Optional<Excess> beginCall() {
        if (open.incrementAndGet() > maxOpen) {
            open.decrementAndGet();
            return Optional.of(new Excess(Limit.STREAMS, 0));
        }
        long bytesWait = bytes.waitFor(1);
        long wait = bytesWait > 0 ? bytesWait : requests.tryTake(1);
        if (wait == 0) {
            return Optional.empty();
        }
        open.decrementAndGet();
        return Optional.of(new Excess(bytesWait > 0 ? Limit.BYTES : Limit.REQUESTS, wait));
    }

    /** A call that had begun is over. */
    void endCall() {
        open.decrementAndGet();
    }

    /** The one message of a call has come, which is counted already; empty if it may go on. */
    Optional<Excess> takeOnly(int size) {
        return size == 0 ? Optional.empty() : excess(Limit.BYTES, bytes.tryTake(size));
    }

    /** One of many messages of a call has come: it counts in any case; empty if the next one may come at once. */
    Optional<Excess> takeOneOfMany(int size) {
        long requestsWait = requests.takeOnCredit(1);
        long bytesWait = size == 0 ? 0 : bytes.takeOnCredit(size);
        return bytesWait > requestsWait ? excess(Limit.BYTES, bytesWait) : excess(Limit.REQUESTS, requestsWait);
    }

    /** A token is shown that is not known; empty if it may be looked at. */
    Optional<Excess> beginAttempt() {
        return excess(Limit.REQUESTS, requests.waitFor(1));
    }

    /** It was not believed, which counts in any case; empty if the next one may be looked at. */
    Optional<Excess> failAttempt() {
        return excess(Limit.REQUESTS, requests.takeOnCredit(1));
    }

    /** The nanoseconds until nothing of what was used is missing. */
    long untilFull() {
        return Math.max(requests.untilFull(), bytes.untilFull());
    }

    private static Optional<Excess> excess(Limit limit, long waitNanos) {
        return waitNanos == 0 ? Optional.empty() : Optional.of(new Excess(limit, waitNanos));
    }
}
