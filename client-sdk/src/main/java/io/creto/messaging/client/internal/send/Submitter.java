package io.creto.messaging.client.internal.send;

import io.creto.messaging.client.ClientClosedException;
import io.creto.messaging.client.ClientListener;
import io.creto.messaging.client.FencedException;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.OutcomeUnknownException;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SubmitResponse;
import io.creto.messaging.v1.Verdict;
import io.grpc.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing worker: takes whatever waits, signs it once, submits it, and sees it through to its end. Everything here happens
 * on one thread, one thing after the other; the methods for others hand their work to it.
 */
final class Submitter implements AutoCloseable {
    /** Older bytes would be refused for their clock skew: five minutes, less a margin. */
    static final Duration RESIGN_AFTER = Duration.ofMinutes(4);
    /** A stream that does not answer for so long is given up. */
    static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Submitter.class);
    private static final List<Lane> LANES = List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration DRAIN_POLL = Duration.ofMillis(10);

    private final OutgoingQueue queue;
    private final OpenMessages open;
    private final Budget budget;
    private final Outcomes outcomes;
    private final Signer signer;
    private final GatewayStream stream;
    private final LongSupplier incarnations;
    private final InstantSource clock;
    private final Worker worker;
    private final ClientListener listener;
    private final SendCounters counters;
    private final Backoff backoff;
    private final Map<Lane, LaneFlight> flights = new EnumMap<>(Lane.class);
    private final AtomicBoolean awake = new AtomicBoolean();
    private final TurnedAway turnedAway = new TurnedAway();
    private volatile boolean fenced;
    private volatile boolean over;
    private volatile boolean closed;

    /**
     * What the submitter works with.
     *
     * @param incarnations each time a larger one
     * @param worker of one thread; stays the caller's to stop
     * @param io runs what may block
     */
    record Parts(
            OutgoingQueue queue,
            Budget budget,
            OpenMessages open,
            Signer signer,
            SubmitLink.Opener opener,
            LongSupplier incarnations,
            InstantSource clock,
            RandomGenerator random,
            ScheduledExecutorService worker,
            Executor io,
            ClientListener listener,
            SendCounters counters) {}

    Submitter(Parts parts, Resender.Resealer resealer) {
        queue = parts.queue();
        budget = parts.budget();
        open = parts.open();
        signer = parts.signer();
        incarnations = parts.incarnations();
        clock = parts.clock();
        worker = new Worker(parts.worker());
        listener = parts.listener();
        counters = parts.counters();
        backoff = new Backoff(50, 5_000, parts.random());
        outcomes = new Outcomes(parts, flights, backoff, new Resender(parts, resealer, this::add), new Effects());
        stream = new GatewayStream(parts.opener(), worker::execute, listener, this::answered, this::lost);
        long incarnation = incarnations.getAsLong();
        LANES.forEach(lane -> flights.put(lane, new LaneFlight(lane, incarnation)));
        worker.every(TICK, this::tick);
    }

    /** Takes an envelope to send. */
    void add(Outgoing outgoing) {
        queue.add(outgoing);
        if (closed) {
            failLeft();
        } else {
            wake();
        }
    }

    /** Whether another process has taken over. */
    boolean isFenced() {
        return fenced;
    }

    /** Whether nothing more is sent: fenced or closed. */
    boolean isOver() {
        return fenced || over;
    }

    /** Takes verdicts that concern this signer; returns when they have been dealt with. */
    void verdicts(List<Verdict> verdicts) throws InterruptedException {
        worker.each(verdicts, outcomes::verdict);
    }

    /** The stream of verdicts has been refused: of who is revoked, for good. */
    void verdictsRefused(Throwable failure) {
        boolean revoked =
                Faults.turnedAway(failure).equals(Optional.of(RejectionReason.REJECTION_REASON_SENDER_REVOKED));
        if (revoked) {
            worker.execute(
                    () -> open.failAccepted(
                            new OutcomeUnknownException(
                                    "this agent has been revoked, so whether the message was routed cannot be heard: ask its recipient")));
        }
    }

    /** Submits what waits, for as long as that may take; then fails what is open. */
    void drain(Duration patience) throws InterruptedException {
        over = true;
        long deadline = System.nanoTime() + patience.toNanos();
        CountDownLatch done = new CountDownLatch(1);
        drainStep(deadline, done);
        done.await();
    }

    private void drainStep(long deadline, CountDownLatch done) {
        worker.execute(() -> {
            boolean idle = queue.isEmpty() && flights.values().stream().allMatch(LaneFlight::allAccepted);
            if (idle || fenced || System.nanoTime() - deadline >= 0) {
                fail(closedFailure());
                done.countDown();
            } else {
                worker.after(DRAIN_POLL, () -> drainStep(deadline, done));
            }
        });
    }

    /** To be called when the worker has stopped. */
    @Override
    public void close() {
        stream.close();
        closed = true;
        failLeft();
    }

    /** What a sender that was at it has added while the worker ended. */
    private synchronized void failLeft() {
        for (Outgoing one : queued()) {
            budget.give(one.cost());
            one.accepted().completeExceptionally(closedFailure());
            one.outcome().completeExceptionally(closedFailure());
        }
    }

    private static ClientClosedException closedFailure() {
        return new ClientClosedException("the client has been closed");
    }

    private void wake() {
        if (awake.compareAndSet(false, true)) {
            worker.execute(this::pump);
        }
    }

    private void pump() {
        awake.set(false);
        if (fenced) {
            fail(fencedFailure());
            return;
        }
        long now = clock.millis();
        for (LaneFlight flight : flights.values()) {
            flight.due(now).forEach(unit -> submit(flight, unit, now));
        }
        for (LaneFlight flight : flights.values()) {
            if (flight.mayOpen(now) && !queue.isEmpty(flight.lane())) {
                open(flight, now);
                wake(); // answers that have come meanwhile go first
                return;
            }
        }
    }

    private void open(LaneFlight flight, long nowMs) {
        List<Outgoing> batch = new ArrayList<>();
        for (Outgoing outgoing : queue.take(flight.lane())) {
            if (outgoing.settled()) {
                continue;
            }
            if (outgoing.expiresAtMs() <= nowMs) {
                open.register(List.of(outgoing));
                open.failed(outgoing, OpenMessages.expired(outgoing));
            } else {
                batch.add(outgoing);
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        open.register(batch);
        sign(flight, flight.nextSequence(), batch).ifPresent(form -> {
            Unit unit = new Unit(flight.incarnation(), flight.nextSequence(), batch, form);
            counters.envelopes.add(batch.size());
            flight.open(unit);
            submit(flight, unit, nowMs);
        });
    }

    private Optional<Unit.Form> sign(LaneFlight flight, long sequence, List<Outgoing> batch) {
        try {
            counters.batches.increment();
            return Optional.of(signer.sign(
                    flight.lane(),
                    flight.incarnation(),
                    sequence,
                    batch.stream().map(Outgoing::envelope).toList()));
        } catch (WireException e) {
            String detail = String.valueOf(e.getMessage());
            batch.forEach(one -> open.failed(one, new MessageRejectedException(e.reason(), detail, "", "")));
            return Optional.empty();
        }
    }

    private void submit(LaneFlight flight, Unit unit, long nowMs) {
        if (nowMs - unit.form().createdAtMs() > RESIGN_AFTER.toMillis()) {
            sign(flight, unit.sequence(), unit.envelopes()).ifPresent(form -> flight.resigned(unit, form));
        }
        unit.sent(nowMs);
        counters.submissions.increment();
        stream.send(unit.form().bytes());
    }

    private void answered(SubmitResponse answer) {
        turnedAway.answered();
        outcomes.answer(answer);
    }

    private void lost(Throwable failure) {
        flights.values().forEach(LaneFlight::streamLost);
        Faults.turnedAway(failure).ifPresent(this::turnedAway);
        long wait = Math.max(Faults.retryAfterMs(failure), backoff.nextMs());
        long until = clock.millis() + wait;
        flights.values().forEach(flight -> flight.pauseUntil(until));
        wakeIn(wait);
    }

    /**
     * The gateway lets this agent in no more: what it has not taken is refused, and with it what is behind it in its lane, even if
     * that was accepted. What it has taken before waits for its verdict.
     */
    private void turnedAway(RejectionReason reason) {
        if (!turnedAway.believed(clock.millis())) {
            return;
        }
        MessageRejectedException rejection = Faults.rejection(reason);
        for (LaneFlight flight : flights.values()) {
            flight.firstUnanswered()
                    .ifPresent(unit ->
                            flight.restart(unit, incarnations.getAsLong()).forEach(one -> open.failed(one, rejection)));
        }
        failQueued(rejection);
    }

    /** What follows from outcomes beyond their lane. */
    private final class Effects implements Outcomes.Effects {
        @Override
        public Optional<Unit.Form> sign(LaneFlight flight, long sequence, List<Outgoing> batch) {
            return Submitter.this.sign(flight, sequence, batch);
        }

        @Override
        public void wakeIn(long millis) {
            Submitter.this.wakeIn(millis);
        }

        @Override
        public void wake() {
            Submitter.this.wake();
        }

        @Override
        public void fence() {
            Submitter.this.fence();
        }
    }

    private void fence() {
        fenced = true;
        LOG.error("another process has taken over this identity: this client sends no more");
        fail(fencedFailure());
        budget.close();
        worker.execute(listener::fenced);
    }

    private void fail(RuntimeException failure) {
        failQueued(failure);
        open.failAll(failure);
    }

    private void failQueued(RuntimeException failure) {
        List<Outgoing> queued = queued();
        open.register(queued);
        queued.forEach(one -> open.failed(one, failure));
    }

    private List<Outgoing> queued() {
        List<Outgoing> all = new ArrayList<>();
        for (Lane lane : LANES) {
            for (List<Outgoing> some = queue.take(lane); !some.isEmpty(); some = queue.take(lane)) {
                all.addAll(some);
            }
        }
        return all;
    }

    private static FencedException fencedFailure() {
        return new FencedException(
                "another process has taken over this identity: close this client, and run one at a time");
    }

    private void tick() {
        long now = clock.millis();
        open.expire(now);
        boolean stuck = flights.values().stream()
                .flatMap(flight -> flight.oldestSentMs().stream())
                .anyMatch(sent -> now - sent > ANSWER_WITHIN.toMillis());
        if (stuck) {
            stream.giveUp(Status.DEADLINE_EXCEEDED.withDescription("no answer within " + ANSWER_WITHIN));
        }
        wake();
    }

    private void wakeIn(long millis) {
        worker.after(Duration.ofMillis(millis), this::wake);
    }
}
