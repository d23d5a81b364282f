package io.creto.messaging.benchmarks.access;

import com.sun.management.OperatingSystemMXBean;
import io.creto.messaging.benchmarks.Round;
import java.lang.management.ManagementFactory;

/**
 * The moment when something began.
 *
 * @param nanos on the clock that only goes forward
 * @param cpuNanos that this process had used
 */
record Stopwatch(long nanos, long cpuNanos) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static Stopwatch start() {
        return new Stopwatch(System.nanoTime(), SYSTEM.getProcessCpuTime());
    }

    /**
     * What happened since.
     *
     * @param messages at least one
     */
    Round round(long messages) {
        double seconds = (System.nanoTime() - nanos) / 1e9;
        double cpuMicros = (SYSTEM.getProcessCpuTime() - cpuNanos) / 1e3;
        return new Round(messages, seconds, cpuMicros / messages);
    }
}
