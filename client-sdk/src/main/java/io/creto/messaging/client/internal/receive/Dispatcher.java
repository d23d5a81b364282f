package io.creto.messaging.client.internal.receive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.creto.messaging.client.IncomingMessage;
import io.creto.messaging.client.MessageHandler;
import io.creto.messaging.client.ReceiveFailure;
import io.creto.messaging.client.internal.receive.Inbox.Tries;
import io.creto.messaging.client.internal.receive.InboxIndex.Entry;
import io.creto.messaging.client.internal.receive.Verification.Opened;
import io.creto.messaging.client.internal.receive.Verification.Refused;
import io.creto.messaging.client.internal.receive.Verification.Undecided;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Slice;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one message after the other out of the inbox, verifies and opens it, and hands it to the handler: noted before, so that a
 * crash in between is known, and noted after, so that it never comes again. Belongs to one thread.
 */
final class Dispatcher {
    /** The directory follows the log within moments; when it does not for so long, somebody should hear of it. */
    static final Duration DIRECTORY_LAG = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long LOOK_AGAIN_MS = 500;
    private static final long MAX_LOOK_AGAIN_MS = 30_000;
    private static final long FIRST_RETRY_MS = 100;
    private static final long MAX_RETRY_MS = 30_000;

    private final Inbox inbox;
    private final MessageVerifier verifier;
    private final MessageHandler handler;
    private final int maxAttempts;
    private final InstantSource clock;
    private final ReceiveCounters counters;
    private final Reports reports;
    /** The messages at the head of their conversation that are undecided: as many as stalled conversations. */
    private final Map<Long, Waiting> waiting = new HashMap<>();

    private final Object handling = new Object();

    @GuardedBy("handling")
    private @Nullable Thread handlerThread;

    /**
     * How long a message is undecided.
     *
     * @param sinceMs when it was first looked at
     * @param looks how often it was
     * @param told whether the listener has heard of it
     */
    private record Waiting(long sinceMs, int looks, boolean told) {}

    Dispatcher(
            Inbox inbox,
            MessageVerifier verifier,
            MessageHandler handler,
            int maxAttempts,
            InstantSource clock,
            ReceiveCounters counters,
            Reports reports) {
        this.inbox = inbox;
        this.verifier = verifier;
        this.handler = handler;
        this.maxAttempts = maxAttempts;
        this.clock = clock;
        this.counters = counters;
        this.reports = reports;
    }

    /**
     * Deals with the next message, waiting for it; does nothing when the inbox has been closed.
     *
     * @throws InterruptedException if the handler was interrupted by closing: the message comes again
     */
    void next() throws InterruptedException {
        Optional<Entry> next = inbox.await(clock);
        if (next.isPresent()) {
            deal(next.get());
        }
    }

    /** Interrupts the handler if it is at work, and nothing else: an interrupt in a write would close the store's file. */
    void interruptHandler() {
        synchronized (handling) {
            if (handlerThread != null) {
                handlerThread.interrupt();
            }
        }
    }

    private void deal(Entry entry) throws InterruptedException {
        try {
            Slice slice = inbox.read(entry);
            EnvelopeHeader header =
                    EnvelopeParser.header(slice.getEnvelopes(0).getEnvelope().getHeader());
            if (inbox.isHandled(header)) {
                drop(entry, ReceiveFailure.DUPLICATE, Where.of(header), "handled before");
                return;
            }
            Verification verification = verifier.open(slice, clock.millis());
            if (verification instanceof Opened opened) {
                waiting.remove(entry.key());
                hand(entry, header, opened);
            } else if (verification instanceof Refused refused) {
                drop(entry, refused.failure(), Where.of(header), refused.detail());
            } else if (verification instanceof Undecided undecided) {
                wait(entry, header, undecided);
            }
        } catch (WireException e) {
            drop(entry, ReceiveFailure.MALFORMED, "inbox", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("a defect in dealing with a message: its conversation waits, others go on", e);
            inbox.later(entry, clock.millis() + MAX_LOOK_AGAIN_MS);
        }
    }

    private void hand(Entry entry, EnvelopeHeader header, Opened opened) throws InterruptedException {
        Tries before = inbox.tries(entry);
        if (before.unfinished() && before.started() >= maxAttempts) {
            inbox.handled(entry, header, clock.millis());
            String detail = "the process ended while the handler was at it, in attempt " + before.started();
            reports.failed(ReceiveFailure.GIVEN_UP, Where.of(header), detail);
            return;
        }
        int attempt = (int) before.started() + 1;
        inbox.started(entry, attempt);
        IncomingMessage message = new IncomingMessage(opened.origin(), opened.payload(), attempt, before.unfinished());
        Throwable failure = call(message);
        long now = clock.millis();
        if (failure == null) {
            inbox.handled(entry, header, now);
            counters.handled.increment();
        } else if (attempt >= maxAttempts) {
            inbox.handled(entry, header, now);
            reports.failed(
                    ReceiveFailure.GIVEN_UP,
                    Where.of(header),
                    "the handler failed " + attempt + " times, last with "
                            + failure.getClass().getName());
        } else {
            LOG.warn("the handler failed, attempt {} of {}", attempt, maxAttempts, failure);
            inbox.again(entry, attempt, now + retryAfterMs(attempt));
        }
    }

    /** Whatever a handler throws is its own failure, never the receiver's. */
    @SuppressWarnings("IllegalCatch")
    private @Nullable Throwable call(IncomingMessage message) throws InterruptedException {
        synchronized (handling) {
            handlerThread = Thread.currentThread();
        }
        try {
            handler.handle(message);
            return null;
        } catch (InterruptedException e) {
            if (inbox.isClosed()) {
                throw e;
            }
            counters.handlerFailures.increment();
            return e;
        } catch (Throwable e) {
            counters.handlerFailures.increment();
            return e;
        } finally {
            synchronized (handling) {
                handlerThread = null;
                Thread.interrupted(); // it was for the handler, which is done
            }
        }
    }

    /** 100 ms, then four times as long each time, at most 30 s. */
    static long retryAfterMs(int attempt) {
        return Math.min(MAX_RETRY_MS, FIRST_RETRY_MS << Math.min(2 * (attempt - 1), 20));
    }

    /**
     * For as long as the message lives: the dataflow has verified its signer, so a directory that does not know it is behind, or
     * gives no answer. A message that was reported as routed must not be lost for that.
     */
    private void wait(Entry entry, EnvelopeHeader header, Undecided undecided) {
        long now = clock.millis();
        Waiting before = waiting.getOrDefault(entry.key(), new Waiting(now, 0, false));
        boolean tell = !before.told() && now - before.sinceMs() > DIRECTORY_LAG.toMillis();
        if (tell) {
            reports.undecided(undecided.failure(), Where.of(header), undecided.detail());
        }
        waiting.put(entry.key(), new Waiting(before.sinceMs(), before.looks() + 1, before.told() || tell));
        inbox.later(entry, now + lookAgainAfterMs(before.looks()));
    }

    /** 500 ms, then twice as long each time, at most 30 s. */
    static long lookAgainAfterMs(int looks) {
        return Math.min(MAX_LOOK_AGAIN_MS, LOOK_AGAIN_MS << Math.min(looks, 10));
    }

    private void drop(Entry entry, ReceiveFailure failure, String where, String detail) {
        waiting.remove(entry.key());
        inbox.dropped(entry);
        reports.failed(failure, where, detail);
    }
}
