package io.creto.messaging.jobs.registry;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.FleetState;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.jobs.state.SeenCommand;
import io.creto.messaging.jobs.state.TokenState;
import io.creto.messaging.v1.IdentityRecord;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.jspecify.annotations.Nullable;

/** Keeps what {@link FleetRegistry} knows of the fleet at hand in Flink's keyed state: an entry for each agent and token. */
abstract class RegistryStateFunction extends KeyedProcessFunction<String, LoggedCommand, IdentityRecord>
        implements FleetView {
    private transient @Nullable ValueState<FleetState> fleet;
    private transient @Nullable MapState<String, AgentState> agents;
    private transient @Nullable MapState<String, TokenState> tokens;
    private transient @Nullable MapState<String, SeenCommand> seen;

    @Override
    public void open(OpenContext context) throws Exception {
        var runtime = getRuntimeContext();
        fleet = runtime.getState(new ValueStateDescriptor<>("fleet", new ProtobufTypeInformation<>(FleetState.class)));
        agents = runtime.getMapState(
                new MapStateDescriptor<>("agents", Types.STRING, new ProtobufTypeInformation<>(AgentState.class)));
        tokens = runtime.getMapState(
                new MapStateDescriptor<>("tokens", Types.STRING, new ProtobufTypeInformation<>(TokenState.class)));
        seen = runtime.getMapState(
                new MapStateDescriptor<>("seen", Types.STRING, new ProtobufTypeInformation<>(SeenCommand.class)));
    }

    @Override
    public Optional<FleetState> fleet() throws Exception {
        return Optional.ofNullable(opened(fleet).value());
    }

    @Override
    public Optional<AgentState> agent(String agent) throws Exception {
        return Optional.ofNullable(opened(agents).get(agent));
    }

    @Override
    public Optional<TokenState> token(ByteString keyId) throws Exception {
        return Optional.ofNullable(opened(tokens).get(hex(keyId)));
    }

    @Nullable
    SeenCommand seen(String key) throws Exception {
        return opened(seen).get(key);
    }

    void remember(String key, SeenCommand command) throws Exception {
        opened(seen).put(key, command);
    }

    void store(FleetChange change) throws Exception {
        if (change.changedFleet().isPresent()) {
            opened(fleet).update(change.changedFleet().get());
        }
        for (AgentState agent : change.changedAgents()) {
            opened(agents).put(Agents.id(agent), agent);
        }
        for (Map.Entry<ByteString, TokenState> token : change.changedTokens().entrySet()) {
            opened(tokens).put(hex(token.getKey()), token.getValue());
        }
    }

    /** Forgets what only mattered up to a time. */
    void forget(long timeMs) throws Exception {
        removeIf(opened(seen), command -> command.getForgetAtMs() <= timeMs);
        removeIf(opened(tokens), token -> token.getForgetAtMs() <= timeMs);
    }

    /** How many commands and tokens of the fleet at hand are remembered. */
    int remembered() throws Exception {
        int count = 0;
        for (var keys = opened(seen).keys().iterator(); keys.hasNext(); keys.next()) {
            count++;
        }
        for (var keys = opened(tokens).keys().iterator(); keys.hasNext(); keys.next()) {
            count++;
        }
        return count;
    }

    private static <V> void removeIf(MapState<String, V> state, Predicate<V> old) throws Exception {
        for (Iterator<Map.Entry<String, V>> entries = state.iterator(); entries.hasNext(); ) {
            if (old.test(entries.next().getValue())) {
                entries.remove();
            }
        }
    }

    private static String hex(ByteString keyId) {
        return HexFormat.of().formatHex(keyId.toByteArray());
    }

    private static <S> S opened(@Nullable S state) {
        return Objects.requireNonNull(state, "the operator is not open");
    }
}
