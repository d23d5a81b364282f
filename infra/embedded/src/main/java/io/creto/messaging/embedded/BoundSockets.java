package io.creto.messaging.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The listeners' sockets, bound before the server is configured: so free ports are known without a race, and a port that
 * is taken is found before anything else has started.
 */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {
    private final Map<String, ServerSocketChannel> sockets = new HashMap<>();

    /**
     * Binds a listener on loopback.
     *
     * @param port 0 for a free one
     * @return the port
     * @throws EmbeddedServerException if the port is taken
     */
    synchronized int bind(String listener, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.configureBlocking(false);
            socket.bind(address);
        } catch (BindException e) {
            socket.close();
            throw EmbeddedServerException.portTaken(port, e);
        }
        sockets.put(listener, socket);
        return ((InetSocketAddress) socket.getLocalAddress()).getPort();
    }

    @Override
    public synchronized ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress socketAddress, int listenBacklogSize, int recvBufferSize)
            throws IOException {
        ServerSocketChannel socket = sockets.get(listenerName);
        if (socket == null) {
            throw new IOException("no socket bound for listener " + listenerName);
        }
        return socket;
    }

    /** Closes those that no server has closed. */
    @Override
    public synchronized void close() throws IOException {
        for (ServerSocketChannel socket : sockets.values()) {
            socket.close();
        }
    }
}
