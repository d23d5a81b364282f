package io.creto.messaging.benchmarks.access;

import com.google.protobuf.ByteString;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One row of submission: the same batches through both doors in turns, into one broker. */
final class SubmitRun {
    private static final int DIFFERENT_MESSAGES = 2048;

    private final SubmitRow row;
    private final int count;
    private final List<ByteString> batches;
    private final Map<Door, ManagedChannel> channels = new EnumMap<>(Door.class);
    private final Consumer<String> progress;

    private SubmitRun(SubmitRow row, AccessPlan plan, BenchFleet fleet, AccessStand stand, Consumer<String> progress) {
        this.row = row;
        this.count = row.batches(plan.batches());
        this.progress = progress;
        EnrolledAgent agent = stand.agent(0);
        batches = new SampleTraffic(fleet, agent)
                .batches(row.batchSize(), Math.min(count, DIFFERENT_MESSAGES / row.batchSize()));
        for (Door door : Door.values()) {
            channels.put(door, stand.connect(door, agent));
        }
    }

    /** Measures, on a stand of its own, because what is submitted stays in its broker. */
    static SubmitResult measure(SubmitRow row, AccessPlan plan, BenchFleet fleet, Consumer<String> progress) {
        progress.accept(row.title() + ": starting");
        try (AccessStand stand = AccessStand.start(fleet, 1)) {
            return new SubmitRun(row, plan, fleet, stand, progress).measure(plan);
        }
    }

    private SubmitResult measure(AccessPlan plan) {
        for (int round = 1; round <= plan.warmUpRounds(); round++) {
            progress.accept(row.title() + ": warm-up " + round + " of " + plan.warmUpRounds());
            through(Door.OPEN);
            through(Door.SECURED);
        }
        List<Round> open = new ArrayList<>();
        List<Round> secured = new ArrayList<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            progress.accept(row.title() + ": round " + round + " of " + plan.rounds());
            open.add(through(Door.OPEN));
            secured.add(through(Door.SECURED));
        }
        return new SubmitResult(row, new Paired(open, secured));
    }

    private Round through(Door door) {
        ManagedChannel channel = channels.get(door);
        if (channel == null) {
            throw new IllegalArgumentException("no connection: " + door);
        }
        Round round = SubmitLoad.measure(row.way(), channel, batches, row.batchSize(), count);
        progress.accept(String.format(
                "  %s: %.0f messages/s over %.1f s, %.1f µs of CPU each",
                door.title(), round.perSecond(), round.seconds(), round.cpuMicros()));
        return round;
    }
}
