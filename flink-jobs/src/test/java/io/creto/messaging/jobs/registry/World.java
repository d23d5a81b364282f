package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.identity.KeyBinding;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.command.SampleCommands;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.FleetState;
import io.creto.messaging.jobs.state.TokenState;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.SetStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One fleet in memory, with a registry that decides commands on it, and a clock that each command moves. */
public final class World implements FleetView {
    public static final String FLEET = "acme";
    public static final SampleAgents OPERATOR = agent("creto", "operator");
    static final long TOKEN_LIFE_MS = 3_600_000;

    final Map<String, AgentState> agents = new HashMap<>();
    final Map<ByteString, TokenState> tokens = new HashMap<>();
    final Map<String, IdentityRecord> records = new HashMap<>();
    long now = NOW;
    long appliedVersion;

    private final FleetRegistry registry = new FleetRegistry(OPERATOR.key().publicKey());
    private Optional<FleetState> fleet = Optional.empty();

    public static SampleAgents agent(String fleet, String name) {
        return new SampleAgents(AgentId.of(fleet, name), CompositePrivateKey.generate(RANDOM));
    }

    /** A fleet with an admin. */
    static World with(SampleAgents admin) throws Exception {
        World world = new World();
        EnrolmentToken token = EnrolmentToken.generate(RANDOM);
        world.accept(OPERATOR, creation(admin, token));
        world.accept(admin, token.enrol(admin.agent(), admin.key(), RANDOM));
        return world;
    }

    public static CreateFleet creation(SampleAgents admin, EnrolmentToken token) {
        return CreateFleet.newBuilder()
                .setFleet(admin.agent().fleet())
                .setAdmin(admin.id())
                .setAdminTokenKeyId(token.keyId().bytes())
                .setAdminTokenExpiresAtMs(NOW + TOKEN_LIFE_MS)
                .setDeliveryPartitions(2)
                .setGeneration(1)
                .build();
    }

    public static IssueToken issue(SampleAgents agent, EnrolmentToken token, AgentRole role) {
        return IssueToken.newBuilder()
                .setAgent(agent.id())
                .setTokenKeyId(token.keyId().bytes())
                .setExpiresAtMs(NOW + TOKEN_LIFE_MS)
                .setRole(role)
                .build();
    }

    public static SetStatus status(SampleAgents agent, AgentStatus status) {
        return SetStatus.newBuilder().setAgent(agent.id()).setStatus(status).build();
    }

    public static ReplaceKey replacement(SampleAgents agent, CompositePrivateKey newKey) {
        KeyBinding binding =
                KeyBinding.ofReplacement(agent.agent(), agent.key().publicKey().keyId(), newKey, RANDOM);
        return ReplaceKey.newBuilder()
                .setAgent(agent.id())
                .setOldKeyId(agent.key().publicKey().keyId().bytes())
                .setPublicKey(newKey.publicKey().encoded())
                .setBinding(binding.bytes())
                .setNewKeySignature(binding.signature())
                .build();
    }

    /** An agent whom an admin lets in. */
    SampleAgents enrol(SampleAgents admin, String name, AgentRole role) throws Exception {
        SampleAgents agent = agent(FLEET, name);
        EnrolmentToken token = EnrolmentToken.generate(RANDOM);
        accept(admin, issue(agent, token, role));
        accept(agent, token.enrol(agent.agent(), agent.key(), RANDOM));
        return agent;
    }

    /** Decides a command: ingested now, appended 10 ms later. */
    FleetChange decide(SampleAgents sender, Message body) throws Exception {
        Command command = SampleCommands.read(
                SampleCommands.logged(FLEET, sender, SampleCommands.envelope(sender, body), now, now + 10));
        return decide(command);
    }

    FleetChange decide(Command command) throws Exception {
        FleetChange change = registry.decide(command, this);
        for (IdentityRecord record : change.records()) {
            records.put(
                    record.hasAgent()
                            ? record.getAgent().getAgent()
                            : record.getFleet().getFleet(),
                    record);
        }
        appliedVersion = change.appliedVersion();
        fleet = change.changedFleet().or(() -> fleet);
        change.changedAgents().forEach(agent -> agents.put(Agents.id(agent), agent));
        tokens.putAll(change.changedTokens());
        return change;
    }

    /** The command must be applied; then two seconds pass, so that whatever it changes counts. */
    void accept(SampleAgents sender, Message body) throws Exception {
        decide(sender, body);
        now += 2_000;
    }

    /** The command must be refused; nothing else happens. */
    CommandRefusedException refuse(SampleAgents sender, Message body) throws Exception {
        try {
            decide(sender, body);
        } catch (CommandRefusedException e) {
            return e;
        }
        throw new AssertionError("applied: " + body.getDescriptorForType().getName());
    }

    IdentityRecord record(SampleAgents agent) {
        return record(agent.id());
    }

    IdentityRecord record(String subject) {
        return Objects.requireNonNull(records.get(subject), subject);
    }

    @Override
    public Optional<FleetState> fleet() {
        return fleet;
    }

    @Override
    public Optional<AgentState> agent(String agent) {
        return Optional.ofNullable(agents.get(agent));
    }

    @Override
    public Optional<TokenState> token(ByteString keyId) {
        return Optional.ofNullable(tokens.get(keyId));
    }
}
