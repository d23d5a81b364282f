package io.creto.messaging.client.internal;

import io.creto.messaging.client.ClientConfig;
import io.creto.messaging.client.ClientStartException;
import io.creto.messaging.client.GatewayAccess;
import io.creto.messaging.client.internal.send.Signer;
import io.creto.messaging.client.internal.store.Keyring;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The gateway's channel and the keys that sign for it. Thread-safe. */
public final class AgentChannel implements GatewayAccess {
    private final Keyring keyring;
    private final AccessCredentials credentials;
    private final ManagedChannel channel;

    private AgentChannel(Keyring keyring, AccessCredentials credentials, ManagedChannel channel) {
        this.keyring = keyring;
        this.credentials = credentials;
        this.channel = channel;
    }

    /** See {@link GatewayAccess#open}. */
    public static AgentChannel open(ClientConfig config) {
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        Keyring keyring = Keyring.open(config.agent(), config.storeDirectory(), config.storeKey(), random);
        try {
            CompositePrivateKey identity = keyring.newestIdentity()
                    .orElseThrow(() -> new ClientStartException("no identity of " + config.agent() + " in "
                            + config.storeDirectory() + ": enrol it first, or name the right directory"));
            AccessCredentials credentials =
                    new AccessCredentials(config.deployment(), config.gateway().plaintext(), clock);
            credentials.signWith(new Signer(config.agent(), identity, clock, random));
            return new AgentChannel(keyring, credentials, GatewayChannel.open(config.gateway(), credentials));
        } catch (RuntimeException e) {
            keyring.close();
            throw e;
        }
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public String accessToken() {
        return credentials.token();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        keyring.close();
    }
}
