package io.creto.messaging.jobs.registry;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.FleetState;
import io.creto.messaging.jobs.state.TokenState;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.PolicyRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command changes, over what is known: reads see the change. Nothing is in force until the caller stores it, so a
 * command that is refused half-way has changed nothing. Not thread-safe.
 */
public final class FleetChange implements FleetView {
    private final FleetView before;
    private final Map<String, AgentState> agents = new LinkedHashMap<>();
    private final Map<ByteString, TokenState> tokens = new LinkedHashMap<>();
    private @Nullable FleetState fleet;
    private @Nullable PolicyRecord policy;
    private long appliedVersion;

    FleetChange(FleetView before) {
        this.before = before;
    }

    @Override
    public Optional<FleetState> fleet() throws Exception {
        return fleet == null ? before.fleet() : Optional.of(fleet);
    }

    @Override
    public Optional<AgentState> agent(String agent) throws Exception {
        AgentState changed = agents.get(agent);
        return changed == null ? before.agent(agent) : Optional.of(changed);
    }

    @Override
    public Optional<TokenState> token(ByteString keyId) throws Exception {
        TokenState changed = tokens.get(keyId);
        return changed == null ? before.token(keyId) : Optional.of(changed);
    }

    void put(FleetState changed) {
        fleet = changed;
    }

    void put(AgentState changed) {
        agents.put(changed.getRecord().getAgent().getAgent(), changed);
    }

    void put(ByteString keyId, TokenState changed) {
        tokens.put(keyId, changed);
    }

    void put(PolicyRecord changed) {
        policy = changed;
    }

    void applied(long version) {
        appliedVersion = version;
    }

    /** The version that a read must have to see the change. */
    public long appliedVersion() {
        return appliedVersion;
    }

    /** The fleet, if it has changed. */
    public Optional<FleetState> changedFleet() {
        return Optional.ofNullable(fleet);
    }

    /** The agents that have changed. */
    public List<AgentState> changedAgents() {
        return List.copyOf(agents.values());
    }

    /** The tokens that have changed, by key id. */
    public Map<ByteString, TokenState> changedTokens() {
        return Map.copyOf(tokens);
    }

    /** The fleet's new policy, for topic {@code policies}. */
    public Optional<PolicyRecord> policy() {
        return Optional.ofNullable(policy);
    }

    /** The records that have changed, with their evidence, for topic {@code identities}: the fleet's first. */
    public List<IdentityRecord> records() throws Exception {
        List<IdentityRecord> records = new ArrayList<>();
        if (fleet != null && !fleet.getRecord().equals(recordBefore())) {
            records.add(fleet.getRecord().toBuilder()
                    .addAllEvidence(fleet.getCreationsList())
                    .build());
        }
        for (AgentState agent : agents.values()) {
            records.add(agent.getRecord().toBuilder()
                    .addAllEvidence(Evidence.of(agent, this))
                    .build());
        }
        return records;
    }

    private IdentityRecord recordBefore() throws Exception {
        return before.fleet().map(FleetState::getRecord).orElse(IdentityRecord.getDefaultInstance());
    }
}
