package io.creto.messaging.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's one timer: looks several times a tick interval whether something is due. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final int LOOKS_PER_TICK = 5;

    private final ScheduledExecutorService timer;

    /**
     * Starts.
     *
     * @param looks each does not block
     */
    Heartbeat(Duration tick, List<Runnable> looks) {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "gateway-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        long period = tick.dividedBy(LOOKS_PER_TICK).toMillis();
        var unused = timer.scheduleAtFixedRate(() -> looks.forEach(Heartbeat::look), 0, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdown();
    }

    private static void look(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.error("a defect in the heartbeat", e);
        }
    }
}
