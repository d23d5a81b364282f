package io.creto.messaging.localstack.home;

import io.creto.messaging.client.ClientListener;
import io.creto.messaging.client.GatewayAccess;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.MessageClientBuilder;
import io.creto.messaging.schemas.AgentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** Opens the clients of the agents in a home, on the stack that runs there. */
public final class Clients {
    private final Home home;
    private final Supplier<StoreSecret> secret;
    private final boolean readsKafka;

    /** @param secret asked for when a store is to be opened: making it makes the home */
    public Clients(Home home, Supplier<StoreSecret> secret) {
        this(home, secret, true);
    }

    private Clients(Home home, Supplier<StoreSecret> secret, boolean readsKafka) {
        this.home = home;
        this.secret = secret;
        this.readsKafka = readsKafka;
    }

    /** The same, whose records come through the gateway, as where there is no access to Kafka. */
    public Clients throughGateway() {
        return new Clients(home, secret, false);
    }

    /** The operator, which creates fleets. */
    public MessageClient operator() {
        return open(Operator.ID);
    }

    /**
     * An agent that is enrolled.
     *
     * @throws IdentityException if it is not kept in this home, or no stack runs
     */
    public MessageClient open(AgentId agent) {
        return open(agent, new ClientListener() {});
    }

    /** The same, telling a listener of what no future tells. */
    public MessageClient open(AgentId agent, ClientListener listener) {
        checkKept(agent);
        return builder(agent).listener(listener).open();
    }

    /**
     * A connection to the gateway in an agent's name, for calls that a client does not offer; also while its client is open.
     *
     * @throws IdentityException if it is not kept in this home, or no stack runs
     */
    public GatewayAccess gateway(AgentId agent) {
        checkKept(agent);
        return GatewayAccess.open(builder(agent).config());
    }

    /** The same in the name of the operator, who is in the home of every stack that runs. */
    public GatewayAccess operatorsGateway() {
        return GatewayAccess.open(builder(Operator.ID).config());
    }

    private void checkKept(AgentId agent) {
        if (!Files.isDirectory(home.agent(agent))) {
            throw new IdentityException(agent + " is not kept in " + home.root() + howToGet(agent));
        }
    }

    private String howToGet(AgentId agent) {
        return Files.exists(home.fleetAccess(agent.fleet()))
                ? ": enrol it with './creto token issue " + agent + " | ./creto agent enrol " + agent
                        + " --token-file -', or name an agent that is kept (--as, if it is to act as admin)"
                : ", nor is its fleet: begin with './creto fleet create " + agent.fleet() + "'";
    }

    /** The settings of a client of an agent, enrolled or not. */
    public MessageClientBuilder builder(AgentId agent) {
        Endpoints endpoints = Endpoints.read(home.endpointsFile());
        String[] gateway = endpoints.gateway().split(":", 2);
        return MessageClient.builder()
                .agent(agent)
                .storeDirectory(home.agent(agent))
                .storeKey(secret.get().key())
                .gateway(gateway[0], Integer.parseInt(gateway[1]))
                .trustFile(home.stack().gatewayCertificateFile())
                .kafka(readsKafka ? kafka(agent.fleet()) : Map.of())
                .operatorKeyFile(home.stack().operatorKeyFile());
    }

    /** How a fleet reaches Kafka. */
    private Map<String, String> kafka(String fleet) {
        Path file = home.fleetAccess(fleet);
        try {
            return ClientProperties.read(file);
        } catch (NoSuchFileException e) {
            throw new IdentityException(
                    "fleet " + fleet + " was not created from this home: './creto fleet create " + fleet + "' does it",
                    e);
        } catch (IOException e) {
            throw new IdentityException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
