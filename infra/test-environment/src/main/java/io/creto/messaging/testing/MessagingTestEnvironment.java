package io.creto.messaging.testing;

import io.creto.messaging.client.MessageClient;
import io.creto.messaging.localstack.LocalStack;
import io.creto.messaging.localstack.StackListener;
import io.creto.messaging.localstack.StackPorts;
import io.creto.messaging.localstack.home.Clients;
import io.creto.messaging.localstack.home.Fleets;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.RunningStack;
import io.creto.messaging.localstack.home.StoreSecret;
import io.creto.messaging.localstack.home.TemporaryHome;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole stack in the test's own process (Kafka, PostgreSQL, Flink with all jobs, the gateway), with fleets and agents that
 * are really enrolled: what passes here passes against a deployment. It starts once for a test class, in about 15 s, keeps its
 * data in a temporary directory, and needs about 1 GB. Thread-safe.
 *
 * <pre>{@code
 * class OrdersTest {
 *     @RegisterExtension
 *     static final MessagingTestEnvironment messaging =
 *             MessagingTestEnvironment.builder().fleet("acme", "orders", "billing").build();
 *
 *     @Test
 *     void ordersReachBilling() throws Exception {
 *         MessageClient orders = messaging.client("acme/orders");
 *         ...
 *     }
 * }
 * }</pre>
 */
public final class MessagingTestEnvironment implements BeforeAllCallback, AfterAllCallback {
    private static final int PARTITIONS = 2;
    private static final String ADMIN = "admin";

    private final Map<String, List<String>> fleets;
    private final boolean throughGateway;
    private final Map<AgentId, MessageClient> open = new LinkedHashMap<>();
    private @Nullable TemporaryHome directory;
    private @Nullable RunningStack running;

    private MessagingTestEnvironment(Map<String, List<String>> fleets, boolean throughGateway) {
        this.fleets = fleets;
        this.throughGateway = throughGateway;
    }

    /** An environment without fleets. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts, creates the fleets and enrols the agents. */
    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        TemporaryHome temporary = TemporaryHome.create();
        directory = temporary;
        Home home = temporary.home();
        start(home);
        Fleets creating = new Fleets(home, clients(home));
        fleets.forEach((fleet, agents) -> {
            AgentId admin = AgentId.of(fleet, ADMIN);
            creating.create(admin, PARTITIONS);
            agents.forEach(agent -> creating.admit(admin, AgentId.of(fleet, agent)));
        });
    }

    /** Closes the clients, stops, and deletes everything. */
    @Override
    public synchronized void afterAll(ExtensionContext context) {
        stop();
        if (directory != null) {
            directory.close();
        }
    }

    /**
     * The client of an agent, opened on first use and closed at the end, or by the test.
     *
     * @param agent {@code fleet/name}: one of the builder's, or the {@code admin} of one of its fleets
     * @throws IllegalArgumentException for what is no agent id
     */
    public synchronized MessageClient client(String agent) {
        try {
            return open.computeIfAbsent(
                    AgentId.parse(agent), id -> clients(home()).open(id));
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Closes an agent's client, so that {@link #client} opens it anew from its store. */
    public synchronized void close(MessageClient client) {
        client.close();
        open.remove(client.agent());
    }

    /** Opens clients with settings of one's own. */
    public synchronized Clients clients() {
        return clients(home());
    }

    /** Where agents and fleets are kept. */
    public synchronized Home home() {
        if (directory == null) {
            throw new IllegalStateException("the environment has not been started: register it as an extension");
        }
        return directory.home();
    }

    /** The stack, for tests of operation. */
    public synchronized LocalStack stack() {
        if (running == null) {
            throw new IllegalStateException("the environment does not run");
        }
        return running.stack();
    }

    /** Stops the stack and starts it again with the same data and ports: a deployment that is updated. */
    public synchronized void restart() {
        StackPorts ports = stack().ports();
        stopStack();
        running = RunningStack.start(home(), ports, secret(home()), StackListener.SILENT);
    }

    private void start(Home home) {
        running = RunningStack.start(home, StackPorts.free(), secret(home), StackListener.SILENT);
    }

    private void stop() {
        new ArrayList<>(open.values()).forEach(MessageClient::close);
        open.clear();
        stopStack();
    }

    private void stopStack() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private Clients clients(Home home) {
        Clients clients = new Clients(home, () -> secret(home));
        return throughGateway ? clients.throughGateway() : clients;
    }

    private static StoreSecret secret(Home home) {
        return StoreSecret.of(null, home);
    }

    /** Collects what is there when the tests begin. Not thread-safe. */
    public static final class Builder {
        private final Map<String, List<String>> fleets = new LinkedHashMap<>();

        private boolean throughGateway;

        private Builder() {}

        /** Has the agents receive through the gateway, as where there is no access to Kafka; otherwise they read Kafka. */
        public Builder throughGateway() {
            throughGateway = true;
            return this;
        }

        /**
         * A fleet with agents, besides its {@code admin}.
         *
         * @param name of the fleet
         * @param agents names without the fleet
         */
        public Builder fleet(String name, String... agents) {
            fleets.put(name, List.of(agents));
            return this;
        }

        /** The environment, not yet started. */
        public MessagingTestEnvironment build() {
            return new MessagingTestEnvironment(new LinkedHashMap<>(fleets), throughGateway);
        }
    }
}
