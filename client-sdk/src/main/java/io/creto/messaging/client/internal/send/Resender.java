package io.creto.messaging.client.internal.send;

import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.client.internal.send.EnvelopeFactory.Made;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows from the verdict on an envelope. Some refusals are mended by sealing anew and sending again under a new
 * id that names the first one (architecture §5); the handle follows. Belongs to the submitter's worker.
 */
final class Resender {
    static final int MAX_RESENDS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Resender.class);

    private final OpenMessages open;
    private final Submitter.Parts parts;
    private final Resealer resealer;
    private final Consumer<Outgoing> send;

    /** Seals a message anew, under a new id, to the key that now counts. */
    @FunctionalInterface
    interface Resealer {
        /**
         * May block.
         *
         * @throws MessagingException if that is not possible; GatewayUnavailable: not now
         */
        Made reseal(Outgoing outgoing, Outgoing.Sealed message);
    }

    Resender(Submitter.Parts parts, Resealer resealer, Consumer<Outgoing> send) {
        this.open = parts.open();
        this.parts = parts;
        this.resealer = resealer;
        this.send = send;
    }

    /** Takes a verdict on an open envelope. */
    void decide(Outgoing outgoing, EnvelopeVerdict verdict, long decidedAtMs) {
        switch (verdict.getState()) {
            case VERDICT_STATE_ROUTED, VERDICT_STATE_APPLIED, VERDICT_STATE_ACKNOWLEDGED ->
                open.done(outgoing, decidedAtMs, verdict.getAppliedVersion());
            case VERDICT_STATE_EXPIRED -> open.failed(outgoing, OpenMessages.expired(outgoing));
            case VERDICT_STATE_REJECTED, VERDICT_STATE_FAILED -> refused(outgoing, verdict);
            default -> {}
        }
    }

    private void refused(Outgoing outgoing, EnvelopeVerdict verdict) {
        if (outgoing.resealing()) {
            return;
        }
        MessageRejectedException rejection = new MessageRejectedException(
                verdict.getReason(), verdict.getDetail(), verdict.getPolicy(), verdict.getRule());
        Outgoing.Sealed message = outgoing.sealed();
        if (message == null || !isMendable(verdict.getReason()) || outgoing.resends() >= MAX_RESENDS) {
            open.failed(outgoing, rejection);
            return;
        }
        Backoff backoff = new Backoff(100L << outgoing.resends(), 60_000, parts.random());
        long wait = Math.max(verdict.getRetryAfterMs(), backoff.nextMs());
        if (parts.clock().millis() + wait > outgoing.expiresAtMs() - WireLimits.MIN_TTL_MS) {
            open.failed(outgoing, rejection);
            return;
        }
        outgoing.beginReseal();
        later(wait, () -> reseal(outgoing, message, backoff, rejection));
    }

    private static boolean isMendable(RejectionReason reason) {
        return switch (reason) {
            case REJECTION_REASON_RECIPIENT_KEY_EXPIRED,
                    REJECTION_REASON_POLICY_UNAVAILABLE,
                    REJECTION_REASON_QUOTA_EXCEEDED,
                    REJECTION_REASON_STALE_ROSTER,
                    REJECTION_REASON_MAILBOX_FULL -> true;
            default -> false;
        };
    }

    /** On the thread for what may block. */
    private void reseal(
            Outgoing outgoing, Outgoing.Sealed message, Backoff backoff, MessageRejectedException rejection) {
        try {
            if (parts.clock().millis() > outgoing.expiresAtMs() - WireLimits.MIN_TTL_MS) {
                onWorker(() -> open.failed(outgoing, rejection));
                return;
            }
            Made made = resealer.reseal(outgoing, message);
            onWorker(() -> again(outgoing, made));
        } catch (GatewayUnavailableException notNow) {
            later(backoff.nextMs(), () -> reseal(outgoing, message, backoff, rejection));
        } catch (MessagingException | IllegalArgumentException e) {
            onWorker(() -> open.failed(outgoing, e));
        }
    }

    private void again(Outgoing outgoing, Made made) {
        if (outgoing.settled()) {
            return;
        }
        open.forgetId(outgoing);
        outgoing.resend(made.id(), made.envelope());
        parts.counters().resent.increment();
        send.accept(outgoing);
    }

    private void later(long millis, Runnable task) {
        try {
            var unused = parts.worker().schedule(() -> parts.io().execute(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed: nothing is sent again");
        }
    }

    private void onWorker(Runnable task) {
        try {
            parts.worker().execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed: nothing is sent again");
        }
    }
}
