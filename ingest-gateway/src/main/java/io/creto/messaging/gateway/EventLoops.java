package io.creto.messaging.gateway;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the gRPC server, its own: gRPC's default ones are shared with whatever else speaks gRPC in this process.
 *
 * @param accepting takes new connections
 * @param serving reads, calls the handlers and writes
 */
record EventLoops(EventLoopGroup accepting, EventLoopGroup serving) implements AutoCloseable {
    private static final int BY_PROCESSORS = 0;
    private static final long GOODBYE_MS = 1000;

    /** Starts no thread before it is needed. */
    static EventLoops create() {
        return new EventLoops(group(1, "grpc-accept"), group(BY_PROCESSORS, "grpc-serve"));
    }

    /** To be called when the server has ended; does not wait. */
    @Override
    public void close() {
        end(accepting);
        end(serving);
    }

    private static void end(EventLoopGroup group) {
        var unused = group.shutdownGracefully(0, GOODBYE_MS, TimeUnit.MILLISECONDS);
    }

    private static EventLoopGroup group(int threads, String name) {
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }
}
