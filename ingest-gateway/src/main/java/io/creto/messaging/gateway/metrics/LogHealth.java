package io.creto.messaging.gateway.metrics;

import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SERVING while the log answers: something, a batch or a tick, was appended within the last while. As every quiet partition
 * gets ticks, silence means that Kafka takes nothing. Begins, and stays until the first answer, with NOT_SERVING. Thread-safe.
 */
public final class LogHealth implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogHealth.class);

    private final HealthStatusManager statuses;
    private final long silenceNanos;
    private final LongSupplier nanoTime;
    private volatile boolean answered;
    private volatile long lastAnswer;
    private volatile boolean serving;
    private volatile boolean draining;

    /**
     * @param silenceNanos how long the log may be silent
     * @param nanoTime a monotonic clock
     */
    public LogHealth(HealthStatusManager statuses, long silenceNanos, LongSupplier nanoTime) {
        this.statuses = statuses;
        this.silenceNanos = silenceNanos;
        this.nanoTime = nanoTime;
        set(ServingStatus.NOT_SERVING);
    }

    /** The log has appended something. */
    public void appended() {
        lastAnswer = nanoTime.getAsLong();
        answered = true;
    }

    /** Looks once, and tells where it has changed. */
    @Override
    public synchronized void run() {
        boolean now = answered && nanoTime.getAsLong() - lastAnswer <= silenceNanos;
        if (now == serving) {
            return;
        }
        serving = now;
        set(now ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
        if (now) {
            LOG.info("the log answers: SERVING");
        } else {
            LOG.warn("the log does not answer: NOT_SERVING");
        }
    }

    /** NOT_SERVING for good. */
    public void drain() {
        draining = true;
        statuses.enterTerminalState();
    }

    /** Whether the log answers. */
    public boolean logAnswers() {
        return serving;
    }

    /** Whether the gateway is SERVING. */
    public boolean isServing() {
        return serving && !draining;
    }

    private void set(ServingStatus status) {
        statuses.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        statuses.setStatus(SubmissionServiceGrpc.SERVICE_NAME, status);
    }
}
