package io.creto.messaging.gateway.limit;

import io.creto.messaging.gateway.auth.Caller;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whose limits count for a call: the agent's, from wherever it calls; else those of the address that it comes from, so that
 * strangers from elsewhere are not kept out by one that floods. Pure.
 *
 * @param stranger whether the limits are those of strangers
 * @param who an agent, or an address
 */
record CallerKey(boolean stranger, String who) {
    /** @param address where the call comes from */
    static CallerKey of(Caller caller, @Nullable SocketAddress address) {
        return caller instanceof Caller.Agent agent
                ? new CallerKey(false, agent.id())
                : new CallerKey(caller instanceof Caller.Stranger, Address.of(address));
    }

    /** For tokens that are not believed; apart from the calls of strangers, so that these keep no agent out. */
    static CallerKey ofTokens(@Nullable SocketAddress address) {
        return new CallerKey(true, "tokens of " + Address.of(address));
    }
}
