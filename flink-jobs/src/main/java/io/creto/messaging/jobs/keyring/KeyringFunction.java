package io.creto.messaging.jobs.keyring;

import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.command.CommandVerdicts;
import io.creto.messaging.jobs.command.SeenCommands;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.LineageState;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.jobs.state.SeenCommand;
import io.creto.messaging.v1.KeyStatus;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The keyring operator (architecture §4): commands keyed by owner in, in the order of their log; versions of lineages out;
 * announcements by the side. {@link Keyring} decides. Versions come from commands alone, never from timers: decided again after a
 * recovery, a version says the same again.
 */
public final class KeyringFunction extends KeyedProcessFunction<String, LoggedCommand, KeyStatus> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable ValueState<Long> version;
    private transient @Nullable MapState<String, LineageState> lineages;
    private transient @Nullable MapState<String, SeenCommand> seen;
    private transient @Nullable OperatorMetrics metrics;

    @Override
    public void open(OpenContext context) {
        var runtime = getRuntimeContext();
        version = runtime.getState(new ValueStateDescriptor<>("version", Types.LONG));
        lineages = runtime.getMapState(
                new MapStateDescriptor<>("lineages", Types.STRING, new ProtobufTypeInformation<>(LineageState.class)));
        seen = runtime.getMapState(
                new MapStateDescriptor<>("seen", Types.STRING, new ProtobufTypeInformation<>(SeenCommand.class)));
        metrics = new OperatorMetrics(runtime.getMetricGroup());
    }

    @Override
    public void processElement(LoggedCommand logged, Context context, Collector<KeyStatus> out) throws Exception {
        opened(metrics).element(() -> decide(Command.of(logged), context, out));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<KeyStatus> out) throws Exception {
        opened(metrics).timer(() -> {
            for (Iterator<Map.Entry<String, SeenCommand>> entries = opened(seen).iterator(); entries.hasNext(); ) {
                if (entries.next().getValue().getForgetAtMs() <= timestamp) {
                    entries.remove();
                }
            }
        });
    }

    private void decide(Command command, Context context, Collector<KeyStatus> out) throws Exception {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        String key = SeenCommands.key(command);
        SeenCommand known = opened(seen).get(key);
        try {
            if (SeenCommands.isRepeat(command, known)) {
                counts.repeated();
                return;
            }
            KeyLineage lineage = Keyring.decide(command, lineage(context.getCurrentKey()));
            long applied = put(lineage, command, out);
            context.output(SideOutputs.ANNOUNCEMENTS, CommandVerdicts.applied(command, applied));
        } catch (CommandRefusedException e) {
            counts.refused(e.reason());
            context.output(SideOutputs.ANNOUNCEMENTS, CommandVerdicts.refused(command, e, false));
            if (!command.isFrom(FleetShares.fleetOf(context.getCurrentKey()))) {
                return; // other fleets could fill this owner's memory; refused again, it is refused alike
            }
        }
        if (known == null) {
            SeenCommand decided = SeenCommands.remember(command);
            opened(seen).put(key, decided);
            context.timerService().registerEventTimeTimer(decided.getForgetAtMs());
        }
    }

    private KeyLineage lineage(String owner) throws Exception {
        return Optional.ofNullable(opened(lineages).get(Keyring.EVERYBODY))
                .map(KeyLineage::new)
                .orElseGet(() -> KeyLineage.empty(owner, Keyring.EVERYBODY));
    }

    /** Stores and emits a lineage as the owner's next version. */
    private long put(KeyLineage lineage, Command command, Collector<KeyStatus> out) throws Exception {
        Long before = opened(version).value();
        long next = before == null ? 1 : before + 1;
        opened(version).update(next);
        opened(lineages).put(lineage.lineage().getPeer(), lineage.state());
        out.collect(Keyring.record(lineage.lineage(), next, command));
        Objects.requireNonNull(metrics).out();
        return next;
    }

    /** How many commands of the owner at hand are remembered. */
    int remembered() throws Exception {
        int count = 0;
        for (var keys = opened(seen).keys().iterator(); keys.hasNext(); keys.next()) {
            count++;
        }
        return count;
    }

    private static <S> S opened(@Nullable S state) {
        return Objects.requireNonNull(state, "the operator is not open");
    }
}
