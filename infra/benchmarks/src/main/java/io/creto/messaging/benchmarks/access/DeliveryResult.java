package io.creto.messaging.benchmarks.access;

import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.benchmarks.Medians;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The way out: through the secured gateway beside straight from Kafka.
 *
 * @param reads from the beginning to the end of what stands there
 * @param againReads how many records the gateway read from Kafka for each that was received so, 1 = none in vain
 * @param straight latencies of a steady stream, round by round
 * @param gateway the same through the gateway, in turns
 * @param fanOut one partition with many listeners
 */
record DeliveryResult(
        Paired reads, double againReads, List<Latencies> straight, List<Latencies> gateway, FanOut fanOut) {
    /** Copies. */
    DeliveryResult {
        straight = List.copyOf(straight);
        gateway = List.copyOf(gateway);
    }

    /**
     * Agents of one partition, to whom records come in turns.
     *
     * @param listeners agents, each with a stream of its own
     * @param records written to all of them together
     * @param newestReads how often each was read from Kafka for those who keep up
     * @param laggingReads how often each was read again
     * @param latencies of all agents together
     */
    record FanOut(int listeners, int records, double newestReads, double laggingReads, Latencies latencies) {}

    /** The middle one of a figure over some rounds. */
    static double median(List<Latencies> rounds, ToDoubleFunction<Latencies> figure) {
        return Medians.of(rounds.stream().mapToDouble(figure).toArray());
    }
}
