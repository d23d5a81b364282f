package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.config.PolicyFeedConfig;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.Broadcasts;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.state.AccessNews;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.HeldForFleets;
import io.creto.messaging.jobs.state.PoliciesReadUp;
import io.creto.messaging.jobs.state.PolicyHistory;
import io.creto.messaging.jobs.state.PolicyNews;
import io.creto.messaging.jobs.state.QuotaUse;
import io.creto.messaging.jobs.state.TraitHistory;
import io.creto.messaging.jobs.state.TraitNews;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.jspecify.annotations.Nullable;

/** Keeps what {@link AccessControl} knows in broadcast state, and what waits for it in keyed state. */
abstract class AccessStateFunction extends KeyedBroadcastProcessFunction<String, Admitted, AccessNews, Admitted>
        implements Metering.Memory {
    static final ValueStateDescriptor<HeldForFleets> HELD =
            new ValueStateDescriptor<>("held", new ProtobufTypeInformation<>(HeldForFleets.class));

    private static final ValueStateDescriptor<QuotaUse> QUOTA_USE =
            new ValueStateDescriptor<>("quota-use", new ProtobufTypeInformation<>(QuotaUse.class));

    private static final String READ_UP = "policies";
    private static final long serialVersionUID = 1L;

    private transient @Nullable ValueState<HeldForFleets> held;
    private transient @Nullable ValueState<QuotaUse> quotaUse;
    /** What the broadcast state holds, ready to be asked; made of it after a start. */
    private transient @Nullable AccessKnowledge knowledge;

    private transient @Nullable PolicyFeed feed;

    private final PolicyFeedConfig feedConfig;

    AccessStateFunction(PolicyFeedConfig feedConfig) {
        this.feedConfig = feedConfig;
    }

    /** Reads a broadcast state. */
    private interface States {
        <V> ReadOnlyBroadcastState<String, V> get(MapStateDescriptor<String, V> descriptor) throws Exception;
    }

    @Override
    public void open(OpenContext context) {
        held = getRuntimeContext().getState(HELD);
        quotaUse = getRuntimeContext().getState(QUOTA_USE);
    }

    @Override
    public QuotaUse used() throws Exception {
        QuotaUse used = Objects.requireNonNull(quotaUse).value();
        return used == null ? QuotaUse.getDefaultInstance() : used;
    }

    @Override
    public void keep(QuotaUse used) throws Exception {
        Objects.requireNonNull(quotaUse).update(used);
    }

    AccessKnowledge knowledge(ReadOnlyContext context) throws Exception {
        return known(context::getBroadcastState);
    }

    AccessKnowledge knowledge(Context context) throws Exception {
        return known(context::getBroadcastState);
    }

    PolicyFeed feed(ReadOnlyContext context) throws Exception {
        return feed(context::getBroadcastState, context.currentProcessingTime());
    }

    PolicyFeed feed(Context context) throws Exception {
        return feed(context::getBroadcastState, context.currentProcessingTime());
    }

    /** What waits of the signer at hand. */
    ValueState<HeldForFleets> held() {
        return Objects.requireNonNull(held);
    }

    static FleetWaiting waiting(ValueState<HeldForFleets> state) throws Exception {
        HeldForFleets waiting = state.value();
        return new FleetWaiting(waiting == null ? HeldForFleets.getDefaultInstance() : waiting);
    }

    static void keep(ValueState<HeldForFleets> state, FleetWaiting waiting) throws Exception {
        if (waiting.waiting().getHeldCount() == 0) {
            state.clear();
        } else {
            state.update(waiting.waiting());
        }
    }

    /** Returns the fleet for whose news somebody may have waited, or {@link FleetWaiting#POLICIES}. */
    Optional<String> learn(AccessNews news, Context context) throws Exception {
        return switch (news.getNewsCase()) {
            case FLEET -> fleet(news.getFleet(), context);
            case POLICY -> policy(news.getPolicy(), context);
            case TRAITS -> traits(news.getTraits(), context);
            case POLICIES_READ_UP -> readUp(news.getPoliciesReadUp(), context);
            case NEWS_NOT_SET -> Optional.empty();
        };
    }

    private Optional<String> fleet(FleetShare fleet, Context context) throws Exception {
        var fleets = context.getBroadcastState(Broadcasts.FLEETS);
        FleetShare before = fleets.get(fleet.getFleet());
        if (FleetShares.replaces(fleet, before)) {
            fleets.put(fleet.getFleet(), fleet);
            knowledge(context).learn(fleet);
        }
        return before == null ? Optional.of(fleet.getFleet()) : Optional.empty();
    }

    private Optional<String> policy(PolicyNews news, Context context) throws Exception {
        var policies = context.getBroadcastState(Broadcasts.POLICIES);
        PolicyHistory before = policies.get(news.getFleet());
        Optional<PolicyHistory> history = Histories.with(before, news.getVersion(), context.currentWatermark());
        if (history.isPresent()) {
            if (before != null) { // without one, nothing was decided
                noteLate(news.getVersion().getEffectiveFromMs(), context);
            }
            policies.put(news.getFleet(), history.get());
            knowledge(context).learn(news.getFleet(), history.get());
        }
        return history.map(changed -> news.getFleet());
    }

    private Optional<String> traits(TraitNews news, Context context) throws Exception {
        var agents = context.getBroadcastState(Broadcasts.TRAITS);
        Optional<TraitHistory> history =
                Histories.with(agents.get(news.getAgent()), news.getVersion(), context.currentWatermark());
        if (history.isPresent()) {
            noteLate(news.getVersion().getEffectiveFromMs(), context);
            agents.put(news.getAgent(), history.get());
            knowledge(context).learn(news.getAgent(), history.get());
        }
        return Optional.empty();
    }

    private Optional<String> readUp(PoliciesReadUp news, Context context) throws Exception {
        boolean awaited = feed(context).readUp(context.currentProcessingTime());
        context.getBroadcastState(Broadcasts.POLICIES_READ_UP).put(READ_UP, news);
        return awaited ? Optional.of(FleetWaiting.POLICIES) : Optional.empty();
    }

    /** Hears that something changed before it was learnt, so that something may have been decided without it. */
    abstract void learntLate();

    private void noteLate(long effectiveFromMs, Context context) {
        if (effectiveFromMs <= context.currentWatermark()) {
            learntLate();
        }
    }

    private PolicyFeed feed(States states, long nowMs) throws Exception {
        PolicyFeed known = feed;
        if (known == null) {
            known = new PolicyFeed(
                    feedConfig, states.get(Broadcasts.POLICIES_READ_UP).contains(READ_UP), nowMs);
            feed = known;
        }
        return known;
    }

    private AccessKnowledge known(States states) throws Exception {
        AccessKnowledge known = knowledge;
        if (known == null) {
            known = new AccessKnowledge();
            for (Map.Entry<String, FleetShare> fleet :
                    states.get(Broadcasts.FLEETS).immutableEntries()) {
                known.learn(fleet.getValue());
            }
            for (Map.Entry<String, PolicyHistory> policy :
                    states.get(Broadcasts.POLICIES).immutableEntries()) {
                known.learn(policy.getKey(), policy.getValue());
            }
            for (Map.Entry<String, TraitHistory> agent :
                    states.get(Broadcasts.TRAITS).immutableEntries()) {
                known.learn(agent.getKey(), agent.getValue());
            }
            knowledge = known;
        }
        return known;
    }
}
