package io.creto.messaging.gateway.auth;

import io.creto.messaging.gateway.fault.GatewayException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** How often an address may come with tokens that are not known and then not believed: each costs a look and a verification. */
public interface Attempts {
    /**
     * A token that is not known comes from there.
     *
     * @throws GatewayException LIMITED if too many before it were not believed
     */
    void begin(@Nullable SocketAddress from);

    /** A token from there was not believed. */
    void refused(@Nullable SocketAddress from);
}
