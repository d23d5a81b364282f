package io.creto.messaging.jobs.registry;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.FleetState;
import io.creto.messaging.jobs.state.TokenState;
import java.util.Optional;

/** What is known of the fleet at hand. Methods throw only what the state behind them throws. */
public interface FleetView {
    /** The fleet, if it has been created. */
    Optional<FleetState> fleet() throws Exception;

    /**
     * An agent, if it has enrolled in this fleet.
     *
     * @param agent {@code fleet/name}, of any fleet
     */
    Optional<AgentState> agent(String agent) throws Exception;

    /**
     * An enrolment token.
     *
     * @param keyId of the token's key, 17 bytes
     */
    Optional<TokenState> token(ByteString keyId) throws Exception;
}
