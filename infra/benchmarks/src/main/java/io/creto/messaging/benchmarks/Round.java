package io.creto.messaging.benchmarks;

/**
 * One measured window.
 *
 * @param messages that came out in it
 * @param seconds that it lasted
 * @param cpuMicros CPU time of the whole process (servers, clients, measuring) for each message
 */
public record Round(long messages, double seconds, double cpuMicros) {
    /** Messages a second. */
    public double perSecond() {
        return messages / seconds;
    }

    /** Microseconds for each message. */
    public double micros() {
        return seconds * 1e6 / messages;
    }
}
