package io.creto.messaging.client.internal.delivery;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.DeliveryServiceGrpc;
import io.creto.messaging.v1.OpenDelivery;
import io.creto.messaging.v1.ReceiveRequest;
import io.grpc.ManagedChannel;

/** Has the gateway read, over the connection that the agent has anyway: needs no access to Kafka. */
public final class GatewaySource implements DeliverySource {
    private final ManagedChannel channel;
    private final AgentId agent;
    private final String target;

    /**
     * @param channel that shows who calls; stays the caller's to close
     * @param target for messages
     */
    public GatewaySource(ManagedChannel channel, AgentId agent, String target) {
        this.channel = channel;
        this.agent = agent;
        this.target = target;
    }

    @Override
    public DeliverySession open(Wanted wanted) {
        channel.resetConnectBackoff();
        OpenDelivery.Builder opening = OpenDelivery.newBuilder()
                .addAgents(agent.toString())
                .setCredit(GatewaySession.CREDIT)
                .setContent(wanted.content())
                .setStart(wanted.start());
        for (DeliveryPlace place : wanted.places()) {
            Long position = wanted.positions().get(place.partition());
            if (position != null) {
                opening.addCursors(place.cursor(position));
            }
        }
        GatewaySession session = new GatewaySession(wanted.places(), description());
        DeliveryServiceGrpc.newStub(channel).receive(session.calls());
        session.begin(ReceiveRequest.newBuilder().setOpen(opening).build());
        return session;
    }

    @Override
    public String description() {
        return "the gateway at " + target;
    }
}
