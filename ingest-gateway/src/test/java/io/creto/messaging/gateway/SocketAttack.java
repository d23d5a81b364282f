package io.creto.messaging.gateway;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps a number of connections, writes a little on some of them with each strike, and makes new ones for those that were closed. */
final class SocketAttack extends Attack {
    private final int connections;
    private final int newAtOnce;
    private final int writesAtOnce;
    private final Connector connector;
    private final Writer writer;
    private final Deque<Link> links = new ArrayDeque<>();
    private final AtomicLong cutOff = new AtomicLong();

    /** Makes a connection. */
    @FunctionalInterface
    interface Connector {
        Socket connect() throws Exception;
    }

    /** Writes on a connection what comes next. */
    @FunctionalInterface
    interface Writer {
        void write(Socket socket, int turn) throws IOException;
    }

    private record Link(Socket socket, int turn) {}

    /**
     * An attack that has not begun.
     *
     * @param connections held at once
     * @param newAtOnce made with one strike, at most
     * @param writesAtOnce connections that are written on with one strike
     */
    SocketAttack(int connections, int newAtOnce, int writesAtOnce, Connector connector, Writer writer) {
        this.connections = connections;
        this.newAtOnce = newAtOnce;
        this.writesAtOnce = writesAtOnce;
        this.connector = connector;
        this.writer = writer;
    }

    /** Connections that the gateway has closed. */
    long cutOff() {
        return cutOff.get();
    }

    @Override
    void strike() throws Exception {
        for (int i = 0; i < newAtOnce && links.size() < connections; i++) {
            links.addLast(new Link(connector.connect(), 0));
        }
        for (int i = 0; i < writesAtOnce && !links.isEmpty(); i++) {
            Link link = links.removeFirst();
            try {
                writer.write(link.socket(), link.turn());
                links.addLast(new Link(link.socket(), link.turn() + 1));
            } catch (IOException closedByTheGateway) {
                cutOff.incrementAndGet();
                close(link);
            }
        }
    }

    @Override
    void leave() {
        links.forEach(SocketAttack::close);
        links.clear();
    }

    private static void close(Link link) {
        try {
            link.socket().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
