package io.creto.messaging.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Middle values: one disturbed round does not move them. */
public final class Medians {
    private Medians() {}

    /**
     * The middle one, of an even number the mean of the two in the middle.
     *
     * @throws IllegalArgumentException for no values
     */
    public static double of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The same over one property of some rounds. */
    public static double of(List<Round> rounds, ToDoubleFunction<Round> property) {
        return of(rounds.stream().mapToDouble(property).toArray());
    }
}
