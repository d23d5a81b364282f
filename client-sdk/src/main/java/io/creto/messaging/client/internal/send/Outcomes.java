package io.creto.messaging.client.internal.send;

import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.v1.Fault;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SubmitResponse;
import io.creto.messaging.v1.Verdict;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from the gateway's answers and from verdicts: for the batch in its lane, and for the messages in it. Belongs to
 * the submitter's worker.
 */
final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private final Map<Lane, LaneFlight> flights;
    private final OutgoingQueue queue;
    private final OpenMessages open;
    private final Signer signer;
    private final LongSupplier incarnations;
    private final InstantSource clock;
    private final Backoff backoff;
    private final Resender resender;
    private final Effects effects;

    /** What follows beyond the lane. */
    interface Effects {
        /** Signs a batch anew; empty if its messages have been failed instead. */
        Optional<Unit.Form> sign(LaneFlight flight, long sequence, List<Outgoing> batch);

        /** There may be something to submit. */
        void wake();

        /** There will be something to submit in so many milliseconds. */
        void wakeIn(long millis);

        /** Another process has taken over. */
        void fence();
    }

    Outcomes(
            Submitter.Parts parts, Map<Lane, LaneFlight> flights, Backoff backoff, Resender resender, Effects effects) {
        this.flights = flights;
        this.queue = parts.queue();
        this.open = parts.open();
        this.signer = parts.signer();
        this.incarnations = parts.incarnations();
        this.clock = parts.clock();
        this.backoff = backoff;
        this.resender = resender;
        this.effects = effects;
    }

    /** The gateway has answered a submission. */
    void answer(SubmitResponse answer) {
        for (LaneFlight flight : flights.values()) {
            flight.find(answer.getBatchId()).ifPresent(unit -> {
                boolean last = unit.answered();
                if (answer.hasAccepted()) {
                    backoff.reset();
                    open.accepted(unit.envelopes(), answer.getAccepted().getIngestTimeMs());
                    if (last) {
                        flight.accepted(unit);
                        flight.forgetIfSettled(unit);
                    }
                } else if (unit.form().batchId().equals(answer.getBatchId())) {
                    fault(flight, unit, answer.getFault());
                }
            });
        }
        effects.wake();
    }

    private void accepted(LaneFlight flight, Unit unit, long ingestTimeMs) {
        flight.accepted(unit);
        open.accepted(unit.envelopes(), ingestTimeMs);
        flight.forgetIfSettled(unit);
    }

    private void fault(LaneFlight flight, Unit unit, Fault fault) {
        if (Faults.mayRetry(fault)) {
            long wait = Math.max(fault.getRetryAfterMs(), backoff.nextMs());
            flight.repeat(unit);
            flight.pauseUntil(clock.millis() + wait);
            effects.wakeIn(wait);
        } else {
            failAndRestart(flight, unit, Faults.rejection(fault));
        }
    }

    /** The dataflow has decided on a batch or on some of its envelopes. */
    void verdict(Verdict verdict) {
        for (LaneFlight flight : flights.values()) {
            flight.find(verdict.getBatchId()).ifPresent(unit -> {
                if (verdict.getBatchReason() != RejectionReason.REJECTION_REASON_UNSPECIFIED) {
                    refused(flight, unit, verdict);
                } else {
                    unit.judge();
                    accepted(flight, unit, verdict.getDecidedAtMs());
                }
            });
        }
        verdict.getEnvelopesList()
                .forEach(one -> open.find(one.getMessageId())
                        .ifPresent(outgoing -> resender.decide(outgoing, one, verdict.getDecidedAtMs())));
        for (LaneFlight flight : flights.values()) {
            flight.find(verdict.getBatchId()).ifPresent(flight::forgetIfSettled);
        }
        effects.wake();
    }

    private void refused(LaneFlight flight, Unit unit, Verdict verdict) {
        boolean currentKey = unit.form().key().equals(signer.keyId());
        RejectionReason reason = verdict.getBatchReason();
        switch (flight.refused(unit, verdict.getBatchId(), reason, currentKey)) {
            case NONE -> {}
            case REPEAT -> {
                flight.repeat(unit);
                long wait = backoff.nextMs();
                flight.pauseUntil(clock.millis() + wait);
                effects.wakeIn(wait);
            }
            case RESIGN ->
                effects.sign(flight, unit.sequence(), unit.envelopes()).ifPresent(form -> flight.resigned(unit, form));
            case ADMITTED -> accepted(flight, unit, verdict.getDecidedAtMs());
            case REQUEUE -> flight.requeue(unit).forEach(queue::add);
            case RESTART -> queue.putBack(flight.lane(), flight.restart(unit, incarnations.getAsLong()));
            case FENCED -> effects.fence();
            case FAIL_AND_RESTART ->
                failAndRestart(flight, unit, new MessageRejectedException(reason, verdict.getBatchDetail(), "", ""));
        }
    }

    private void failAndRestart(LaneFlight flight, Unit unit, MessageRejectedException rejection) {
        LOG.warn("batch {} of lane {} was refused: {}", unit.sequence(), flight.lane(), rejection.getMessage());
        unit.open().forEach(one -> open.failed(one, rejection));
        queue.putBack(flight.lane(), flight.restart(unit, incarnations.getAsLong()));
    }
}
