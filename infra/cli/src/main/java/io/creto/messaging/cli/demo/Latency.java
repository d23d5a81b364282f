package io.creto.messaging.cli.demo;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How long a stage took, milliseconds.
 *
 * @param stage its name
 * @param p50 half were faster
 * @param p99 99 of 100 were faster
 * @param max the slowest
 */
public record Latency(String stage, double p50, double p99, double max) {

    /** Of journeys, from sending to the end of a stage; at least one. */
    static Latency of(String stage, List<Event> journeys, ToLongFunction<Event> end) {
        long[] micros = journeys.stream()
                .mapToLong(journey -> end.applyAsLong(journey) - journey.sentAt())
                .sorted()
                .toArray();
        return new Latency(stage, at(micros, 0.50), at(micros, 0.99), at(micros, 1));
    }

    private static double at(long[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1000.0;
    }
}
