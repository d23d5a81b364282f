package io.creto.messaging.client.internal.send;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which everything of a submitter happens. A defect in one event does not end it, nor leave its effects unseen;
 * what comes after the executor's end is not done. Thread-safe.
 */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final ScheduledExecutorService executor;

    /** @param executor of one thread; stays the caller's to stop */
    Worker(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    void execute(Runnable task) {
        unlessClosed(() -> executor.execute(guarded(task)));
    }

    void after(Duration wait, Runnable task) {
        unlessClosed(() -> {
            var unused = executor.schedule(guarded(task), wait.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    void every(Duration pause, Runnable task) {
        unlessClosed(() -> {
            var unused = executor.scheduleWithFixedDelay(
                    guarded(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /** Does something with each; returns when that is done, or will never be. */
    <T> void each(List<T> items, Consumer<T> task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        execute(() -> {
            items.forEach(item -> guarded(() -> task.accept(item)).run());
            done.countDown();
        });
        while (!done.await(1, TimeUnit.SECONDS)) {
            if (executor.isShutdown()) {
                return;
            }
        }
    }

    private static void unlessClosed(Runnable submission) {
        try {
            submission.run();
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed: nothing more is done");
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a defect in the submitter", e);
            }
        };
    }
}
