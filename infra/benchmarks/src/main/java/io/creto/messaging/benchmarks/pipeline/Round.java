package io.creto.messaging.benchmarks.pipeline;

/**
 * One measured window.
 *
 * @param messages that came out in it
 * @param seconds that it lasted
 * @param cpuMicros CPU time of the whole process (broker, Flink, measuring) for each message
 */
record Round(long messages, double seconds, double cpuMicros) {
    /** Messages a second. */
    double perSecond() {
        return messages / seconds;
    }

    /** Microseconds for each message. */
    double micros() {
        return seconds * 1e6 / messages;
    }
}
