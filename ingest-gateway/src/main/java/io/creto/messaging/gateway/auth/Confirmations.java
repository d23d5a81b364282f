package io.creto.messaging.gateway.auth;

import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.v1.RejectionReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again whether known callers still are who they have proven to be: those with open calls every second, others when they
 * call. One question to the read model asks for the versions of many agents; only a record that has changed is read. Where the
 * read model does not answer, or is behind what has been seen, nothing is taken away. Thread-safe; nothing here blocks a caller.
 */
final class Confirmations implements AutoCloseable {
    /** So long a caller that was confirmed is not asked for again. */
    static final Duration FRESH = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);
    private static final int AGENTS_AT_ONCE = 1000;
    /** Records hold keys and evidence, so fewer of them are held at once. */
    private static final int RECORDS_AT_ONCE = 64;

    /** How long a known caller waits for an answer of the read model before it goes on without. */
    private static final long PATIENCE_MS = 500;

    private final Identities identities;
    private final InstantSource clock;
    private final int maxWaiting;
    private final Consumer<KnownCaller> onEnd;
    private final ScheduledExecutorService thread;
    private final Map<KnownCaller, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger waitingCalls = new AtomicInteger();
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile long silentUntilNanos = System.nanoTime();
    private boolean silent; // of the thread alone

    /**
     * Starts its thread.
     *
     * @param maxWaiting calls that may wait for an answer at once
     * @param onEnd told of each caller that counts no more
     */
    Confirmations(Identities identities, InstantSource clock, int maxWaiting, Consumer<KnownCaller> onEnd) {
        this.identities = identities;
        this.clock = clock;
        this.maxWaiting = maxWaiting;
        this.onEnd = onEnd;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "auth-confirm");
            made.setDaemon(true);
            return made;
        });
    }

    /** Confirms callers again and again. */
    void watch(Supplier<Collection<KnownCaller>> callers) {
        var unused = thread.scheduleWithFixedDelay(
                () -> look(callers.get()), FRESH.toMillis(), FRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether a caller needs no second look: it was looked at a moment ago, or there is nobody to ask. */
    boolean isFresh(KnownCaller caller) {
        long now = System.nanoTime();
        return now - caller.confirmedNanos() < FRESH.toNanos() || now - silentUntilNanos < 0;
    }

    /**
     * Looks at a caller; completes when that is done or no answer came in time.
     *
     * @throws GatewayException OVERLOADED if too many wait
     */
    CompletableFuture<Void> confirm(KnownCaller caller) {
        if (waitingCalls.incrementAndGet() > maxWaiting) {
            waitingCalls.decrementAndGet();
            throw new GatewayException(Kind.OVERLOADED, "too many calls wait to be authenticated");
        }
        CompletableFuture<Void> looked = waiting.computeIfAbsent(caller, one -> new CompletableFuture<>());
        if (awake.compareAndSet(false, true)) {
            try {
                thread.execute(this::lookAtWaiting);
            } catch (RejectedExecutionException e) {
                waitingCalls.decrementAndGet();
                throw new GatewayException(Kind.DRAINING, "the gateway is stopping", e);
            }
        }
        return looked.copy()
                .completeOnTimeout(null, PATIENCE_MS, TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> waitingCalls.decrementAndGet());
    }

    /** Calls that wait for an answer. */
    int waitingCalls() {
        return waitingCalls.get();
    }

    /** Ends its thread; who waits goes on after a moment. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void lookAtWaiting() {
        awake.set(false);
        List<KnownCaller> callers = List.copyOf(waiting.keySet());
        List<CompletableFuture<Void>> futures = new ArrayList<>();
        callers.forEach(caller -> {
            CompletableFuture<Void> looked = waiting.remove(caller);
            if (looked != null) {
                futures.add(looked);
            }
        });
        try {
            look(callers);
        } finally {
            futures.forEach(looked -> looked.complete(null));
        }
    }

    @SuppressWarnings("IllegalCatch") // a defect must not end the timer: revocations would count no more
    private void look(Collection<KnownCaller> callers) {
        try {
            List<KnownCaller> all = List.copyOf(callers);
            for (int from = 0; from < all.size(); from += AGENTS_AT_ONCE) {
                lookAtSome(all.subList(from, Math.min(all.size(), from + AGENTS_AT_ONCE)));
            }
            if (silent && !all.isEmpty()) {
                silent = false;
                LOG.info("known callers are confirmed again");
            }
        } catch (GatewayException e) {
            silentUntilNanos = System.nanoTime() + FRESH.toNanos();
            if (!silent) {
                silent = true;
                LOG.warn("known callers are not confirmed, their tokens count until they expire: {}", e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.error("a defect in the confirmation of callers", e);
        }
    }

    private void lookAtSome(List<KnownCaller> callers) {
        long askedNanos = System.nanoTime();
        Set<String> agents = new HashSet<>();
        callers.forEach(caller -> agents.add(caller.proof().agent()));
        Map<String, Long> versions = identities.versions(agents);
        List<KnownCaller> changed = new ArrayList<>();
        for (KnownCaller caller : callers) {
            long version = versions.getOrDefault(caller.proof().agent(), 0L);
            if (version > caller.proof().version()) {
                changed.add(caller);
            } else if (!caller.proof().keyCountsAt(clock.millis())) {
                end(caller, RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_KEY_NOT_VALID));
            } else {
                caller.confirm(caller.proof(), askedNanos);
            }
        }
        for (int from = 0; from < changed.size(); from += RECORDS_AT_ONCE) {
            reread(changed.subList(from, Math.min(changed.size(), from + RECORDS_AT_ONCE)), askedNanos);
        }
    }

    private void reread(List<KnownCaller> changed, long askedNanos) {
        Map<String, Standing> standings = identities.of(changed.stream()
                .map(caller -> caller.proof().agent())
                .distinct()
                .toList());
        for (KnownCaller caller : changed) {
            Standing standing = standings.get(caller.proof().agent());
            if (standing == null) {
                continue; // gone between the two questions: a read model that is built anew takes nothing away
            }
            try {
                caller.confirm(caller.proof().by(standing, clock.millis()), askedNanos);
            } catch (RefusedCallerException e) {
                end(caller, e);
            }
        }
    }

    private void end(KnownCaller caller, RefusedCallerException why) {
        if (caller.ended() == null) {
            LOG.info("{} counts no more as caller: {}", caller.proof().agent(), why.reason());
            caller.end(why);
            onEnd.accept(caller);
        }
    }
}
