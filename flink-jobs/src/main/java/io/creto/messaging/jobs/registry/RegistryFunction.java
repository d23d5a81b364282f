package io.creto.messaging.jobs.registry;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.command.CommandVerdicts;
import io.creto.messaging.jobs.command.SeenCommands;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.jobs.state.SeenCommand;
import io.creto.messaging.jobs.state.TokenState;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.PolicyRecord;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The registry operator (architecture §4): commands keyed by fleet in, in the order of their log; identity records out; policies
 * and announcements by the side. {@link FleetRegistry} decides, {@link RegistryStateFunction} keeps.
 */
public final class RegistryFunction extends RegistryStateFunction {
    private static final long serialVersionUID = 1L;

    /** New policies. */
    public static final OutputTag<PolicyRecord> POLICIES =
            new OutputTag<>("policies", new ProtobufTypeInformation<>(PolicyRecord.class));

    private final ByteString operatorKey;
    private transient @Nullable FleetRegistry registry;
    private transient @Nullable OperatorMetrics metrics;

    /** @param operatorKey the deployment's pinned key */
    public RegistryFunction(CompositePublicKey operatorKey) {
        this.operatorKey = operatorKey.encoded();
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        registry = new FleetRegistry(CompositePublicKey.parse(operatorKey));
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(LoggedCommand logged, Context context, Collector<IdentityRecord> out) throws Exception {
        Objects.requireNonNull(metrics).element(() -> {
            apply(Objects.requireNonNull(registry).begin(logged.getKey(), this), context, out);
            if (logged.hasSlice()) {
                decide(Command.of(logged), context, out);
            }
        });
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<IdentityRecord> out) throws Exception {
        Objects.requireNonNull(metrics).timer(() -> forget(timestamp));
    }

    private void decide(Command command, Context context, Collector<IdentityRecord> out) throws Exception {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        String key = SeenCommands.key(command);
        SeenCommand known = seen(key);
        try {
            if (SeenCommands.isRepeat(command, known)) {
                counts.repeated();
                return;
            }
            FleetChange change = Objects.requireNonNull(registry).decide(command, this);
            apply(change, context, out);
            context.output(SideOutputs.ANNOUNCEMENTS, CommandVerdicts.applied(command, change.appliedVersion()));
        } catch (CommandRefusedException e) {
            counts.refused(e.reason());
            context.output(
                    SideOutputs.ANNOUNCEMENTS, CommandVerdicts.refused(command, e, Enrolment.isForeign(command, this)));
            if (command.body() instanceof Enrol || Rights.isStranger(command, context.getCurrentKey())) {
                return; // others could fill this fleet's memory; refused again, it is refused alike
            }
        }
        if (known == null) {
            SeenCommand decided = SeenCommands.remember(command);
            remember(key, decided);
            context.timerService().registerEventTimeTimer(decided.getForgetAtMs());
        }
    }

    private void apply(FleetChange change, Context context, Collector<IdentityRecord> out) throws Exception {
        for (IdentityRecord record : change.records()) {
            out.collect(record);
            Objects.requireNonNull(metrics).out();
        }
        change.policy().ifPresent(policy -> context.output(POLICIES, policy));
        for (TokenState token : change.changedTokens().values()) {
            context.timerService().registerEventTimeTimer(token.getForgetAtMs());
        }
        store(change);
    }
}
