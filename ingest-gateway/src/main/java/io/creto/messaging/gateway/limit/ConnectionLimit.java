package io.creto.messaging.gateway.limit;

import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Closes what is accepted beyond the limits, before it costs a handshake. First handler of a listening channel, whose messages are
 * the accepted connections.
 */
public final class ConnectionLimit extends ChannelInboundHandlerAdapter {
    private final Connections connections;
    private final GatewayMetrics metrics;

    /** @param connections counted here */
    public ConnectionLimit(Connections connections, GatewayMetrics metrics) {
        this.connections = connections;
        this.metrics = metrics;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        String address = Address.of(connection.remoteAddress());
        if (!connections.enter(address)) {
            metrics.limited(Limit.CONNECTIONS, true);
            connection.unsafe().closeForcibly();
            return;
        }
        connection.closeFuture().addListener(closed -> connections.leave(address));
        context.fireChannelRead(connection);
    }
}
