package io.creto.messaging.cli;

import io.creto.messaging.client.GatewayAccess;
import io.creto.messaging.localstack.home.Clients;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.ListAgentsResponse;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the directory lists, without evidence: for people to look at. */
final class Directory implements AutoCloseable {
    private static final int ANSWER_SECONDS = 10;

    private final GatewayAccess gateway;

    private Directory(GatewayAccess gateway) {
        this.gateway = gateway;
    }

    /** Asks as the operator, who is in every home. */
    static Directory connect(Clients clients) {
        return new Directory(clients.operatorsGateway());
    }

    /**
     * All agents of a fleet, by id.
     *
     * @throws CliException if there are none, or the directory does not answer
     */
    List<AgentRecord> agents(String fleet) {
        List<AgentRecord> agents = new ArrayList<>();
        String page = "";
        try {
            do {
                ListAgentsResponse answer = DirectoryServiceGrpc.newBlockingStub(gateway.channel())
                        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                        .listAgents(ListAgentsRequest.newBuilder()
                                .setFleet(fleet)
                                .setPageToken(page)
                                .build());
                agents.addAll(answer.getAgentsList());
                page = answer.getNextPageToken();
            } while (!page.isEmpty());
            if (agents.isEmpty()) {
                throw new CliException(
                        ExitCode.FAILED,
                        "there is no fleet " + fleet + ", or it has no agent: './creto fleet create " + fleet
                                + "' makes one");
            }
            return agents;
        } catch (StatusRuntimeException e) {
            throw new CliException(
                    ExitCode.NO_STACK,
                    "the directory does not answer: " + e.getStatus().getDescription()
                            + "; './creto status' shows what is up",
                    e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
