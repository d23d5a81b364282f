package io.creto.messaging.benchmarks.access;

import io.creto.messaging.benchmarks.Medians;
import io.creto.messaging.benchmarks.Round;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/**
 * Something beside its floor, in turns. Compared round by round, because what disturbs one part of a round disturbs the other too.
 *
 * @param floor what is done without
 * @param measured what is done with it
 */
record Paired(List<Round> floor, List<Round> measured) {
    /** Copies; both have the same number of rounds, at least one. */
    Paired {
        floor = List.copyOf(floor);
        measured = List.copyOf(measured);
        if (floor.isEmpty() || floor.size() != measured.size()) {
            throw new IllegalArgumentException(
                    "rounds: " + floor.size() + " of the floor, " + measured.size() + " beside it");
        }
    }

    /** How much of the floor's rate is reached, 1 = all of it. */
    double share() {
        return median((without, with) -> with.perSecond() / without.perSecond());
    }

    /** How much CPU time a message takes, 1 = that of the floor. */
    double cpuFactor() {
        return median((without, with) -> with.cpuMicros() / without.cpuMicros());
    }

    private double median(ToDoubleBiFunction<Round, Round> ratio) {
        return Medians.of(IntStream.range(0, floor.size())
                .mapToDouble(i -> ratio.applyAsDouble(floor.get(i), measured.get(i)))
                .toArray());
    }
}
