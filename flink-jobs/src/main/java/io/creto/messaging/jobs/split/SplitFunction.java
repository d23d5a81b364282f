package io.creto.messaging.jobs.split;

import io.creto.messaging.jobs.announce.Refusals;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.Broadcasts;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.split.SlicePlan.Piece;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.HeldForFleets;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.RejectionReason;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The split operator (architecture §4): admitted envelopes keyed by signer in, with all fleets as broadcast; slices for delivery
 * shards out; commands for their logs by the side. What waits for a fleet is {@link FleetWaiting}'s to say.
 */
public final class SplitFunction extends KeyedBroadcastProcessFunction<String, Admitted, FleetShare, ShardSlice> {
    private static final ValueStateDescriptor<HeldForFleets> HELD =
            new ValueStateDescriptor<>("held", new ProtobufTypeInformation<>(HeldForFleets.class));
    private static final String UNKNOWN = "the recipient's fleet is not known";
    private static final String TOO_MANY = "too much waits for this signer's recipients' fleets";

    private transient @Nullable ValueState<HeldForFleets> held;
    private transient @Nullable OperatorMetrics metrics;

    @Override
    public void open(OpenContext context) {
        held = getRuntimeContext().getState(HELD);
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Admitted admitted, ReadOnlyContext context, Collector<ShardSlice> out) throws Exception {
        Objects.requireNonNull(metrics).element(() -> split(admitted, context, out));
    }

    private void split(Admitted admitted, ReadOnlyContext context, Collector<ShardSlice> out) throws Exception {
        var fleets = context.getBroadcastState(Broadcasts.FLEETS);
        Map<String, FleetShare> known = new HashMap<>();
        SlicePlan plan = SlicePlan.of(
                admitted,
                name -> Optional.ofNullable(known.computeIfAbsent(name, fleet -> find(fleets, fleet))),
                SlicePlan.MAX_SLICE_BYTES);
        Consumer<Outgoing> commands = record -> context.output(SideOutputs.RECORDS, record);
        for (Piece piece : plan.pieces()) {
            emit(piece, admitted.getRepeat(), commands, out);
        }
        for (var unroutable : plan.unroutable().entrySet()) {
            hold(unroutable.getKey(), unroutable.getValue(), context);
        }
    }

    @Override
    public void processBroadcastElement(FleetShare fleet, Context context, Collector<ShardSlice> out) throws Exception {
        Objects.requireNonNull(metrics).reference(() -> learn(fleet, context, out));
    }

    private void learn(FleetShare fleet, Context context, Collector<ShardSlice> out) throws Exception {
        var fleets = context.getBroadcastState(Broadcasts.FLEETS);
        FleetShare before = fleets.get(fleet.getFleet());
        if (!FleetShares.replaces(fleet, before)) {
            return;
        }
        fleets.put(fleet.getFleet(), fleet);
        if (before == null) {
            Consumer<Outgoing> commands = record -> context.output(SideOutputs.RECORDS, record);
            context.applyToKeyedState(HELD, (signer, state) -> {
                FleetWaiting waiting = new FleetWaiting(state.value());
                for (Admitted admitted : waiting.of(fleet.getFleet())) {
                    SlicePlan plan = SlicePlan.of(admitted, name -> Optional.of(fleet), SlicePlan.MAX_SLICE_BYTES);
                    plan.pieces().forEach(piece -> emit(piece, admitted.getRepeat(), commands, out));
                }
                keep(state, waiting.without(fleet.getFleet()));
            });
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ShardSlice> out) throws Exception {
        Objects.requireNonNull(metrics).timer(() -> giveUp(timestamp, context));
    }

    private void giveUp(long timestamp, ReadOnlyContext context) throws Exception {
        FleetWaiting waiting = waiting();
        for (Admitted admitted : waiting.overdue(timestamp)) {
            refuse(admitted, UNKNOWN, FleetWaiting.deadline(admitted), context);
        }
        keep(Objects.requireNonNull(held), waiting.withoutOverdue(timestamp));
    }

    private void emit(Piece piece, boolean repeat, Consumer<Outgoing> commands, Collector<ShardSlice> out) {
        if (piece.route() instanceof Route.Shard shard) {
            out.collect(ShardSlices.of(shard, piece, repeat));
            Objects.requireNonNull(metrics).out();
        } else if (piece.route() instanceof Route.Log log && !repeat) { // what decides there drops repeats anyway
            commands.accept(ShardSlices.command(log, piece.slice()));
        }
    }

    /** A repeat does not wait: the first one does, or its refusal was announced. */
    private void hold(String fleet, Admitted admitted, ReadOnlyContext context) throws Exception {
        if (admitted.getRepeat()) {
            return;
        }
        Optional<FleetWaiting> more = waiting().with(fleet, admitted);
        if (more.isPresent()) {
            Objects.requireNonNull(metrics).parked();
            keep(Objects.requireNonNull(held), more.get());
            context.timerService().registerEventTimeTimer(FleetWaiting.deadline(admitted));
        } else {
            refuse(admitted, TOO_MANY, admitted.getSlice().getIngestTimeMs(), context);
        }
    }

    private void refuse(Admitted admitted, String detail, long decidedAtMs, ReadOnlyContext context)
            throws WireException {
        RejectionReason reason = RejectionReason.REJECTION_REASON_UNKNOWN_RECIPIENT;
        context.output(
                SideOutputs.ANNOUNCEMENTS,
                Refusals.of(admitted.getSlice(), admitted.getLeafHashesList(), reason, detail, decidedAtMs));
        admitted.getLeafHashesList()
                .forEach(envelope -> Objects.requireNonNull(metrics).refused(reason));
    }

    private FleetWaiting waiting() throws Exception {
        HeldForFleets waiting = Objects.requireNonNull(held).value();
        return new FleetWaiting(waiting == null ? HeldForFleets.getDefaultInstance() : waiting);
    }

    private static void keep(ValueState<HeldForFleets> state, FleetWaiting waiting) throws Exception {
        if (waiting.waiting().getHeldCount() == 0) {
            state.clear();
        } else {
            state.update(waiting.waiting());
        }
    }

    private static @Nullable FleetShare find(ReadOnlyBroadcastState<String, FleetShare> fleets, String name) {
        try {
            return fleets.get(name);
        } catch (Exception e) { // broadcast state lies on the heap
            throw new IllegalStateException(e);
        }
    }
}
