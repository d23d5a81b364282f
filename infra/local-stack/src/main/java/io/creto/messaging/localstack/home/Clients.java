package io.creto.messaging.localstack.home;

import io.creto.messaging.client.ClientListener;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.MessageClientBuilder;
import io.creto.messaging.schemas.AgentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Opens the clients of the agents in a home, on the stack that runs there. */
public final class Clients {
    private final Home home;
    private final StoreSecret secret;

    public Clients(Home home, StoreSecret secret) {
        this.home = home;
        this.secret = secret;
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
        if (!Files.isDirectory(home.agent(agent))) {
            throw new IdentityException(
                    agent + " is not kept in " + home.root() + ": enrol it with './creto token issue " + agent
                            + " | ./creto agent enrol " + agent + " --token-file -'");
        }
        return builder(agent).listener(listener).open();
    }

    /** The settings of a client of an agent, enrolled or not. */
    public MessageClientBuilder builder(AgentId agent) {
        Endpoints endpoints = Endpoints.read(home.endpointsFile());
        String[] gateway = endpoints.gateway().split(":", 2);
        return MessageClient.builder()
                .agent(agent)
                .storeDirectory(home.agent(agent))
                .storeKey(secret.key())
                .gateway(gateway[0], Integer.parseInt(gateway[1]))
                .insecurePlaintext()
                .kafka(kafka(agent.fleet()))
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
