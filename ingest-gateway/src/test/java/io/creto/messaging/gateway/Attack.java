package io.creto.messaging.gateway;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hostile client, striking again and again on one thread of its own until it is closed. It shares the processors with the gateway
 * that it attacks, so it strikes at a given pace: what is shown is what the gateway does to the others because of it, not what a
 * machine without processors does to everybody.
 */
abstract class Attack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attack.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "attack");
        made.setDaemon(true);
        return made;
    });
    private final AtomicLong strikes = new AtomicLong();

    /** Begins, with a pause between two strikes. */
    final void start(Duration pause) {
        var unused = thread.scheduleWithFixedDelay(this::guarded, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Strikes so far. */
    final long strikes() {
        return strikes.get();
    }

    /** Does a bounded amount of harm. */
    abstract void strike() throws Exception;

    /** Leaves, when it strikes no more. */
    abstract void leave();

    @Override
    public final void close() {
        thread.shutdownNow();
        Awaitility.await().atMost(GatewayStand.PATIENCE).until(thread::isTerminated);
        leave();
    }

    @SuppressWarnings("IllegalCatch") // an attack that ends by itself would show nothing
    private void guarded() {
        try {
            strike();
            strikes.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("a strike failed", e);
        }
    }
}
