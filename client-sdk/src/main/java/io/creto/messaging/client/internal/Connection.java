package io.creto.messaging.client.internal;

import io.creto.messaging.client.ClientConfig;
import io.creto.messaging.client.ClientStartException;
import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.UnknownAgentException;
import io.creto.messaging.client.internal.delivery.DeliveryAddress;
import io.creto.messaging.client.internal.delivery.DeliveryPlace;
import io.creto.messaging.client.internal.delivery.DeliverySource;
import io.creto.messaging.client.internal.delivery.GatewaySource;
import io.creto.messaging.client.internal.delivery.KafkaSource;
import io.creto.messaging.client.internal.keys.Directory;
import io.creto.messaging.client.internal.keys.EvidenceVerifier;
import io.creto.messaging.client.internal.keys.TrustedDirectory;
import io.creto.messaging.client.internal.keys.TrustedPolicies;
import io.creto.messaging.client.internal.send.SendSide;
import io.creto.messaging.client.internal.send.Signer;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.client.internal.store.Keyring;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.grpc.ManagedChannel;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client of an agent, enrolled or about to be, consists of; closes its parts in the order against their making. */
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int IO_THREADS = 2;
    private static final long GOODBYE_SECONDS = 2;

    private final ClientConfig config;
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ClientStore store;
    private final Keyring keyring;
    private final TrustedDirectory directory;
    private final TrustedPolicies policies;
    private final AccessCredentials credentials;
    private final ManagedChannel channel;
    private final List<DeliveryPlace> address;
    private final CompositePrivateKey identity;
    private final Signer signer;
    private final SendSide sendSide;

    /** Finds the identity key to sign with. */
    @FunctionalInterface
    interface Identity extends Function<Connection, CompositePrivateKey> {}

    private Connection(ClientConfig config, Identity chooser, boolean enrolled) {
        this.config = config;
        boolean opened = false;
        try {
            store = add(ClientStore.open(config.storeDirectory()));
            keyring = add(Keyring.open(config.agent(), config.storeDirectory(), config.storeKey(), random));
            credentials =
                    new AccessCredentials(config.deployment(), config.gateway().plaintext(), clock);
            channel = GatewayChannel.open(config.gateway(), credentials);
            parts.push(() -> close(channel));
            Directory answers = new Directory(channel, config.gateway().target());
            directory = new TrustedDirectory(answers, new EvidenceVerifier(config.operatorKey()), store);
            policies = new TrustedPolicies(answers, directory, store);
            identity = chooser.apply(this);
            address = address();
            signer = new Signer(config.agent(), identity, clock, random);
            sendSide = add(newSendSide());
            if (enrolled) {
                credentials.signWith(signer);
            }
            if (enrolled || config.readsKafka()) {
                add(VerdictReader.start(source("creto-verdicts"), address, config.agent(), sendSide));
            }
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    /**
     * Connects. From the start, the gateway is shown who calls.
     *
     * @throws ClientStartException in one line what to do
     */
    static Connection open(ClientConfig config, Identity identity) {
        return open(config, identity, true);
    }

    /**
     * Connects an agent that is about to enrol: the gateway does not know it. Without Kafka, it hears of no verdict.
     *
     * @throws ClientStartException in one line what to do
     */
    static Connection openToEnrol(ClientConfig config, Identity identity) {
        return open(config, identity, false);
    }

    private static Connection open(ClientConfig config, Identity identity, boolean enrolled) {
        try {
            return new Connection(config, identity, enrolled);
        } catch (GatewayUnavailableException | UnknownAgentException e) {
            throw new ClientStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<DeliveryPlace> address() {
        return config.agent().isReserved()
                ? DeliveryAddress.ofReserved(config.agent())
                : DeliveryAddress.of(
                        config.agent(), directory.fleet(config.agent().fleet()));
    }

    private SendSide newSendSide() {
        SendSide.Settings settings = new SendSide.Settings(
                config.agent(),
                signer,
                () -> store.nextIncarnation(clock.millis()),
                config.limits(),
                config.listener(),
                clock,
                random);
        SendSide.Threads threads = new SendSide.Threads(
                Executors.newSingleThreadScheduledExecutor(named("creto-submit")),
                Executors.newFixedThreadPool(IO_THREADS, named("creto-io")),
                Executors.newSingleThreadExecutor(named("creto-callbacks")));
        return new SendSide(settings, channel, directory, threads);
    }

    private ThreadFactory named(String role) {
        return task -> {
            Thread thread = new Thread(task, role + "-" + config.agent());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Where this agent's records come from. */
    DeliverySource source(String role) {
        return config.readsKafka()
                ? new KafkaSource(config.kafka(), role)
                : new GatewaySource(channel, config.agent(), config.gateway().target());
    }

    /** Takes a part that is to be closed before all others. */
    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    ClientConfig config() {
        return config;
    }

    InstantSource clock() {
        return clock;
    }

    SecureRandom random() {
        return random;
    }

    ClientStore store() {
        return store;
    }

    Keyring keyring() {
        return keyring;
    }

    TrustedDirectory directory() {
        return directory;
    }

    TrustedPolicies policies() {
        return policies;
    }

    List<DeliveryPlace> addressOfAgent() {
        return address;
    }

    CompositePrivateKey identity() {
        return identity;
    }

    Signer signer() {
        return signer;
    }

    SendSide sendSide() {
        return sendSide;
    }

    private static void close(ManagedChannel channel) throws InterruptedException {
        if (!channel.shutdown().awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
            channel.shutdownNow();
        }
    }

    @Override
    public void close() {
        for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("a part does not close", e);
            }
        }
    }
}
