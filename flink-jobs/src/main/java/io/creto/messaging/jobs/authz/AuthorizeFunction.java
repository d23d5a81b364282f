package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.announce.Refusals;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.AccessNews;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.HeldForFleet;
import io.creto.messaging.jobs.state.HeldForFleets;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The authorize operator (architecture §4): slices keyed by signer in, with all fleets, their policies and what these can ask about
 * agents as broadcast; what is permitted of them out, verdicts on the rest by the side. {@link AccessControl} decides, {@link
 * AccessStateFunction} keeps.
 */
public final class AuthorizeFunction extends AccessStateFunction {
    private static final long serialVersionUID = 1L;
    private static final String NOT_COME = "has not come within " + FleetWaiting.PATIENCE_MS + " ms of log time";
    private static final String TOO_MANY = "has not come, and too much of this signer waits";

    private transient @Nullable OperatorMetrics metrics;
    private transient @Nullable Counter late;
    private transient @Nullable Counter conditionFailures;

    @Override
    public void open(OpenContext context) {
        super.open(context);
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
        late = metrics.counter("late_reference");
        conditionFailures = metrics.counter("condition_failures");
    }

    @Override
    public void processElement(Admitted admitted, ReadOnlyContext context, Collector<Admitted> out) throws Exception {
        metrics().element(() -> {
            Authorization decided = decide(admitted, knowledge(context));
            decided.permitted().ifPresent(permitted -> emit(permitted, out));
            if (decided.refusal().isPresent() && !admitted.getRepeat()) { // of a repeat it was said the first time
                announce(decided.refusal().get(), context);
            }
            for (Map.Entry<String, Admitted> waits : decided.waiting().entrySet()) {
                hold(waits.getKey(), waits.getValue(), context);
            }
        });
    }

    @Override
    public void processBroadcastElement(AccessNews news, Context context, Collector<Admitted> out) throws Exception {
        metrics().reference(() -> {
            Optional<String> fleet = learn(news, context);
            if (fleet.isPresent()) {
                context.applyToKeyedState(HELD, (signer, state) -> decideAgain(fleet.get(), state, context, out));
            }
        });
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Admitted> out) throws Exception {
        metrics().timer(() -> {
            FleetWaiting waiting = waiting(held());
            for (HeldForFleet overdue : waiting.overdue(timestamp)) {
                long decidedAtMs = FleetWaiting.deadline(overdue.getAdmitted());
                refuse(overdue.getFleet(), overdue.getAdmitted(), NOT_COME, decidedAtMs, context);
            }
            keep(held(), waiting.withoutOverdue(timestamp));
        });
    }

    private void decideAgain(String fleet, ValueState<HeldForFleets> state, Context context, Collector<Admitted> out)
            throws Exception {
        FleetWaiting before = waiting(state);
        FleetWaiting after = before.without(fleet);
        for (Admitted admitted : before.of(fleet)) {
            Authorization decided = decide(admitted, knowledge(context));
            decided.permitted().ifPresent(permitted -> emit(permitted, out));
            decided.refusal().ifPresent(refusal -> {
                count(refusal);
                context.output(SideOutputs.ANNOUNCEMENTS, refusal);
            });
            for (Map.Entry<String, Admitted> waits : decided.waiting().entrySet()) {
                after = after.again(waits.getKey(), waits.getValue());
            }
        }
        keep(state, after);
    }

    private Authorization decide(Admitted admitted, AccessKnowledge known) throws WireException {
        Authorization decided = Authorization.of(admitted, new AccessControl(known));
        Objects.requireNonNull(conditionFailures).inc(decided.conditionFailures());
        return decided;
    }

    @Override
    void learntLate() {
        Objects.requireNonNull(late).inc();
    }

    /** A repeat does not wait: the first one does, or its refusal was announced. */
    private void hold(String fleet, Admitted admitted, ReadOnlyContext context) throws Exception {
        if (admitted.getRepeat()) {
            return;
        }
        Optional<FleetWaiting> more = waiting(held()).with(fleet, admitted);
        if (more.isPresent()) {
            metrics().parked();
            keep(held(), more.get());
            context.timerService().registerEventTimeTimer(FleetWaiting.deadline(admitted));
        } else {
            refuse(fleet, admitted, TOO_MANY, admitted.getSlice().getIngestTimeMs(), context);
        }
    }

    /** What is missing of a fleet that is known is its policy; of another one it is all, and there may be no such fleet. */
    private void refuse(String fleet, Admitted admitted, String why, long decidedAtMs, ReadOnlyContext context)
            throws Exception {
        boolean policy = knowledge(context).fleet(fleet).isPresent() || isOwn(fleet, admitted);
        RejectionReason reason = policy
                ? RejectionReason.REJECTION_REASON_POLICY_UNAVAILABLE
                : RejectionReason.REJECTION_REASON_UNKNOWN_RECIPIENT;
        String detail = (policy ? "the policy of fleet " : "news of fleet ") + fleet + " " + why;
        announce(Refusals.of(admitted.getSlice(), admitted.getLeafHashesList(), reason, detail, decidedAtMs), context);
    }

    private static boolean isOwn(String fleet, Admitted admitted) {
        return admitted.getSigner().startsWith(fleet + "/");
    }

    private void announce(Announcement refusal, ReadOnlyContext context) {
        count(refusal);
        context.output(SideOutputs.ANNOUNCEMENTS, refusal);
    }

    private void count(Announcement refusal) {
        refusal.getVerdict().getEnvelopesList().stream()
                .map(EnvelopeVerdict::getReason)
                .forEach(metrics()::refused);
    }

    private void emit(Admitted permitted, Collector<Admitted> out) {
        out.collect(permitted);
        metrics().out();
    }

    private OperatorMetrics metrics() {
        return Objects.requireNonNull(metrics);
    }
}
