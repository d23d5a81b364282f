package io.creto.messaging.gateway.directory;

import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs calls that block, on threads of their own, a bounded number at once. One whose answer is not there yet gives its thread
 * back and asks again later and later, until its time is over; half of the room is never theirs, so that versions that do not
 * come keep nobody from reading. Thread-safe.
 */
public final class DirectoryCalls implements AutoCloseable {
    private static final long FIRST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** What becomes of the pauses between looks, which grow by half: the answer is late by half of its delay at most. */
    private static final long LAST_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** So that the answer reaches the caller before its own deadline does. */
    private static final long ON_THE_WAY_MS = 100;

    private final ScheduledExecutorService threads;
    private final Semaphore room;
    private final Semaphore roomToWait;
    private final Duration patience;
    private final Set<Call<?>> open = ConcurrentHashMap.newKeySet();

    /**
     * Starts its threads when they are needed.
     *
     * @param threads that may wait for the database at once
     * @param maxCalls running and waiting; at most half of them wait
     * @param patience how long a call may ask again
     */
    public DirectoryCalls(int threads, int maxCalls, Duration patience) {
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newScheduledThreadPool(threads, task -> {
            Thread thread = new Thread(task, "directory-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.room = new Semaphore(maxCalls);
        this.roomToWait = new Semaphore(Math.max(1, maxCalls / 2));
        this.patience = patience;
    }

    /**
     * Begins a call of the current context; returns at once.
     *
     * @param question asked until its answer is there
     */
    public <R> void run(Supplier<Optional<R>> question, StreamObserver<R> responses) {
        if (!room.tryAcquire()) {
            responses.onError(new GatewayException(Kind.OVERLOADED, "too many calls of the directory at once"));
            return;
        }
        Call<R> call = new Call<>(question, responses, Context.current(), System.nanoTime() + budgetNanos());
        open.add(call);
        call.askIn(0);
    }

    /** Looks at something again and again, beside the calls. */
    public void watch(Runnable look, Duration period) {
        var unused = threads.scheduleWithFixedDelay(look, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Calls that have not ended. */
    int open() {
        return open.size();
    }

    /** Ends all calls: those who wait are told. */
    @Override
    public void close() {
        threads.shutdownNow();
        List.copyOf(open).forEach(Call::drain);
    }

    private long budgetNanos() {
        Deadline deadline = Context.current().getDeadline();
        long own = patience.toNanos();
        if (deadline == null) {
            return own;
        }
        long callers = deadline.timeRemaining(TimeUnit.NANOSECONDS) - TimeUnit.MILLISECONDS.toNanos(ON_THE_WAY_MS);
        return Math.min(own, callers);
    }

    private final class Call<R> implements Runnable {
        private final Supplier<Optional<R>> question;
        private final StreamObserver<R> responses;
        private final Context context;
        private final long endNanos;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean waits;
        private long pauseNanos = FIRST_LOOK_NANOS;

        Call(Supplier<Optional<R>> question, StreamObserver<R> responses, Context context, long endNanos) {
            this.question = question;
            this.responses = responses;
            this.context = context;
            this.endNanos = endNanos;
        }

        void askIn(long nanos) {
            try {
                var unused = threads.schedule(this, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                drain();
            }
        }

        void drain() {
            fail(new GatewayException(Kind.DRAINING, "the gateway is stopping"));
        }

        @Override
        public void run() {
            if (context.isCancelled()) {
                end(); // nobody listens
                return;
            }
            try {
                Optional<R> answer = question.get();
                if (answer.isPresent()) {
                    answer(answer.get());
                } else {
                    askAgain();
                }
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void askAgain() {
            long leftNanos = endNanos - System.nanoTime();
            if (leftNanos <= 0) {
                throw new GatewayException(
                        Kind.DIRECTORY_UNAVAILABLE, "the directory has not got to the version asked for");
            }
            waits = waits || roomToWait.tryAcquire();
            if (!waits) {
                throw new GatewayException(
                        Kind.OVERLOADED, "too many calls wait for a version that the directory has not got to");
            }
            askIn(Math.min(pauseNanos, leftNanos));
            pauseNanos = Math.min(LAST_LOOKS_NANOS, pauseNanos + pauseNanos / 2);
        }

        private void answer(R answer) {
            if (end()) {
                responses.onNext(answer);
                responses.onCompleted();
            }
        }

        private void fail(RuntimeException failure) {
            if (end()) {
                responses.onError(failure);
            }
        }

        /** Whether it had not ended before. */
        private boolean end() {
            boolean first = ended.compareAndSet(false, true);
            if (first) {
                open.remove(this);
                room.release();
                if (waits) {
                    roomToWait.release();
                }
            }
            return first;
        }
    }
}
