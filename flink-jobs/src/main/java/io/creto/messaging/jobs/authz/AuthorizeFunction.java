package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.announce.Refusals;
import io.creto.messaging.jobs.config.PolicyFeedConfig;
import io.creto.messaging.jobs.external.ExternalFleets;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.AccessNews;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.ExternalCheck;
import io.creto.messaging.jobs.state.HeldForFleet;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;
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

    private final ExternalFleets external;

    private transient @Nullable OperatorMetrics metrics;
    private transient @Nullable Counter late;
    private transient @Nullable Counter conditionFailures;
    private transient @Nullable Counter unchecked;

    /** Where what has been decided goes. */
    private record Said(
            Consumer<Announcement> announced, Consumer<ExternalCheck> asked, Collector<Admitted> permitted) {}

    /**
     * @param feed what becomes of envelopes while policies cannot be read
     * @param external what concerns these fleets goes to {@link SideOutputs#EXTERNAL} where it is permitted
     */
    public AuthorizeFunction(PolicyFeedConfig feed, ExternalFleets external) {
        super(feed);
        this.external = external;
    }

    @Override
    public void open(OpenContext context) {
        super.open(context);
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
        late = metrics.counter("late_reference");
        conditionFailures = metrics.counter("condition_failures");
        unchecked = metrics.counter("unchecked");
    }

    @Override
    public void processElement(Admitted admitted, ReadOnlyContext context, Collector<Admitted> out) throws Exception {
        metrics().element(() -> {
            PolicyTrust trust = feed(context).trust(context.currentProcessingTime());
            Authorization decided = decide(admitted, knowledge(context), trust);
            say(decided, admitted.getRepeat(), said(context, out));
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
                AccessKnowledge known = knowledge(context);
                PolicyTrust trust = feed(context).trust(context.currentProcessingTime());
                Said said = new Said(
                        note -> context.output(SideOutputs.ANNOUNCEMENTS, note),
                        check -> context.output(SideOutputs.EXTERNAL, check),
                        out);
                context.applyToKeyedState(
                        HELD,
                        (signer, state) -> keep(state, decideAgain(fleet.get(), waiting(state), known, trust, said)));
            }
        });
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Admitted> out) throws Exception {
        metrics().timer(() -> {
            FleetWaiting waiting = waiting(held());
            long logTimeMs = context.timerService().currentWatermark();
            for (HeldForFleet overdue : waiting.overdue(logTimeMs)) {
                long decidedAtMs = FleetWaiting.deadline(overdue.getAdmitted());
                refuse(overdue.getFleet(), overdue.getAdmitted(), NOT_COME, decidedAtMs, context);
            }
            FleetWaiting left = waiting.withoutOverdue(logTimeMs);
            if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
                left = feedOverdue(left, context, out);
            }
            keep(held(), left);
        });
    }

    /** Policies have not been read up in time, or have been since: then what waited for them may wait for a fleet now. */
    private FleetWaiting feedOverdue(FleetWaiting waiting, OnTimerContext context, Collector<Admitted> out)
            throws Exception {
        PolicyTrust trust = feed(context).trust(context.currentProcessingTime());
        FleetWaiting left = decideAgain(FleetWaiting.POLICIES, waiting, knowledge(context), trust, said(context, out));
        if (!left.of(FleetWaiting.POLICIES).isEmpty()) {
            context.timerService().registerProcessingTimeTimer(feed(context).lostAtMs());
        }
        left.deadlines().forEach(context.timerService()::registerEventTimeTimer);
        return left;
    }

    /** What is left of what waits when those for a fleet have been decided. */
    private FleetWaiting decideAgain(
            String fleet, FleetWaiting before, AccessKnowledge known, PolicyTrust trust, Said said) throws Exception {
        FleetWaiting after = before.without(fleet);
        for (Admitted admitted : before.of(fleet)) {
            Authorization decided = decide(admitted, known, trust);
            say(decided, false, said);
            for (Map.Entry<String, Admitted> waits : decided.waiting().entrySet()) {
                after = after.again(waits.getKey(), waits.getValue());
            }
        }
        return after;
    }

    private Authorization decide(Admitted admitted, AccessKnowledge known, PolicyTrust trust) throws Exception {
        Metering metering = new Metering(admitted, known, this);
        AccessControl control = new AccessControl(known, metering, trust, external);
        Authorization decided = Authorization.of(admitted, control, metering);
        Objects.requireNonNull(conditionFailures).inc(decided.conditionFailures());
        return decided;
    }

    /** Of a repeat it was said the first time what is refused. */
    private void say(Authorization decided, boolean repeat, Said said) {
        decided.permitted().ifPresent(permitted -> {
            said.permitted().collect(permitted);
            metrics().out();
        });
        decided.external().forEach(said.asked());
        decided.refusal().filter(refusal -> !repeat).ifPresent(refusal -> announce(refusal, said.announced()));
        decided.unchecked().filter(note -> !repeat).ifPresent(note -> {
            Objects.requireNonNull(unchecked).inc(note.getVerdict().getEnvelopesCount());
            said.announced().accept(note);
        });
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
            if (fleet.equals(FleetWaiting.POLICIES)) {
                context.timerService().registerProcessingTimeTimer(feed(context).lostAtMs());
            } else {
                context.timerService().registerEventTimeTimer(FleetWaiting.deadline(admitted));
            }
        } else {
            refuse(fleet, admitted, TOO_MANY, admitted.getSlice().getIngestTimeMs(), context);
        }
    }

    /** What is missing of a fleet that is known is its policy; of another one it is all, and there may be no such fleet. */
    private void refuse(String fleet, Admitted admitted, String why, long decidedAtMs, ReadOnlyContext context)
            throws Exception {
        boolean all = fleet.equals(FleetWaiting.POLICIES);
        boolean policy = all || knowledge(context).fleet(fleet).isPresent() || isOwn(fleet, admitted);
        RejectionReason reason = policy
                ? RejectionReason.REJECTION_REASON_POLICY_UNAVAILABLE
                : RejectionReason.REJECTION_REASON_UNKNOWN_RECIPIENT;
        String what = all ? "news of policies" : (policy ? "the policy of fleet " : "news of fleet ") + fleet;
        announce(
                Refusals.of(admitted.getSlice(), admitted.getLeafHashesList(), reason, what + " " + why, decidedAtMs),
                announcing(context));
    }

    private static boolean isOwn(String fleet, Admitted admitted) {
        return admitted.getSigner().startsWith(fleet + "/");
    }

    private void announce(Announcement refusal, Consumer<Announcement> out) {
        count(refusal);
        out.accept(refusal);
    }

    private void count(Announcement refusal) {
        refusal.getVerdict().getEnvelopesList().stream()
                .map(EnvelopeVerdict::getReason)
                .forEach(metrics()::refused);
    }

    private Said said(ReadOnlyContext context, Collector<Admitted> out) {
        return new Said(announcing(context), check -> context.output(SideOutputs.EXTERNAL, check), out);
    }

    private Consumer<Announcement> announcing(ReadOnlyContext context) {
        return announcement -> context.output(SideOutputs.ANNOUNCEMENTS, announcement);
    }

    private OperatorMetrics metrics() {
        return Objects.requireNonNull(metrics);
    }
}
