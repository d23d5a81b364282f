package io.creto.messaging.jobs.announce;

import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.Broadcasts;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.HeldAnnouncements;
import io.creto.messaging.jobs.state.Outgoing;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The announce operator (architecture §4, reject): verdicts keyed by signer in, with all fleets as broadcast; records of topic
 * {@code verdicts} and of the signers' delivery partitions out. Every verdict is recorded at once. One whose signer's fleet is
 * not known yet is held for its delivery up to {@link #PATIENCE_MS} of log time; then the record has to do: nobody can have
 * enrolled in a fleet that does not exist.
 */
public final class AnnounceFunction extends KeyedBroadcastProcessFunction<String, Announcement, FleetShare, Outgoing> {
    /** How long a verdict waits for its signer's fleet, in log time. */
    public static final long PATIENCE_MS = 5_000;
    /** How many verdicts of one signer wait. */
    public static final int MAX_HELD = 64;

    private static final ValueStateDescriptor<HeldAnnouncements> HELD =
            new ValueStateDescriptor<>("held", new ProtobufTypeInformation<>(HeldAnnouncements.class));

    private transient @Nullable ValueState<HeldAnnouncements> held;
    private transient @Nullable OperatorMetrics metrics;

    @Override
    public void open(OpenContext context) {
        held = getRuntimeContext().getState(HELD);
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Announcement announcement, ReadOnlyContext context, Collector<Outgoing> out)
            throws Exception {
        Objects.requireNonNull(metrics).element(() -> announce(announcement, context, out));
    }

    private void announce(Announcement announcement, ReadOnlyContext context, Collector<Outgoing> out)
            throws Exception {
        out.collect(Announcements.record(announcement));
        if (announcement.getRecordOnly()) {
            return;
        }
        FleetShare fleet =
                context.getBroadcastState(Broadcasts.FLEETS).get(FleetShares.fleetOf(announcement.getSigner()));
        if (fleet != null) {
            deliver(announcement, fleet, out);
        } else if (hold(announcement)) {
            Objects.requireNonNull(metrics).parked();
            context.timerService().registerEventTimeTimer(announcement.getDecidedAtMs() + PATIENCE_MS);
        }
    }

    @Override
    public void processBroadcastElement(FleetShare fleet, Context context, Collector<Outgoing> out) throws Exception {
        Objects.requireNonNull(metrics).reference(() -> learn(fleet, context, out));
    }

    private void learn(FleetShare fleet, Context context, Collector<Outgoing> out) throws Exception {
        var fleets = context.getBroadcastState(Broadcasts.FLEETS);
        FleetShare known = fleets.get(fleet.getFleet());
        if (!FleetShares.replaces(fleet, known)) {
            return;
        }
        fleets.put(fleet.getFleet(), fleet);
        if (known == null) {
            context.applyToKeyedState(HELD, (signer, waiting) -> {
                if (FleetShares.fleetOf(signer).equals(fleet.getFleet())) {
                    waiting.value().getHeldList().forEach(announcement -> deliver(announcement, fleet, out));
                    waiting.clear();
                }
            });
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Outgoing> out) throws Exception {
        Objects.requireNonNull(metrics).timer(() -> giveUp(timestamp));
    }

    private void giveUp(long timestamp) throws Exception {
        HeldAnnouncements waiting = waiting();
        HeldAnnouncements.Builder left = HeldAnnouncements.newBuilder();
        waiting.getHeldList().stream()
                .filter(announcement -> announcement.getDecidedAtMs() + PATIENCE_MS > timestamp)
                .forEach(left::addHeld);
        keep(left.build());
    }

    private void deliver(Announcement announcement, FleetShare fleet, Collector<Outgoing> out) {
        out.collect(Announcements.delivery(announcement, fleet));
        Objects.requireNonNull(metrics).out();
    }

    private boolean hold(Announcement announcement) throws Exception {
        HeldAnnouncements waiting = waiting();
        if (waiting.getHeldCount() >= MAX_HELD) {
            return false;
        }
        keep(waiting.toBuilder().addHeld(announcement).build());
        return true;
    }

    private HeldAnnouncements waiting() throws Exception {
        HeldAnnouncements waiting = Objects.requireNonNull(held).value();
        return waiting == null ? HeldAnnouncements.getDefaultInstance() : waiting;
    }

    private void keep(HeldAnnouncements waiting) throws Exception {
        ValueState<HeldAnnouncements> state = Objects.requireNonNull(held);
        if (waiting.getHeldCount() == 0) {
            state.clear();
        } else {
            state.update(waiting);
        }
    }
}
