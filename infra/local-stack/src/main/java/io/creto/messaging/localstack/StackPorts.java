package io.creto.messaging.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/**
 * The ports of a stack, all on loopback.
 *
 * @param gateway where agents connect
 * @param metrics where the gateway's metrics are read
 * @param kafka where the brokers listen
 * @param postgres where the read model listens
 * @param dashboard where Flink's dashboard is
 * @param rest where the gateway speaks HTTP/JSON
 */
public record StackPorts(int gateway, int metrics, int kafka, int postgres, int dashboard, int rest) {
    /** Where the ports begin if nothing else is said. */
    public static final int DEFAULT_BASE = 7700;

    private static final int COUNT = 6;
    private static final int LAST = 65_535;

    /** The lowest that they can begin at. */
    public static final int MIN_BASE = 1024;
    /** The highest that they can begin at. */
    public static final int MAX_BASE = LAST - COUNT + 1;

    /**
     * Six ports in a row, in the order of this record.
     *
     * @param base the first, 1024 to 65530
     * @throws StackException if it is out of range
     */
    public static StackPorts from(int base) {
        if (base < MIN_BASE || base > MAX_BASE) {
            throw new StackException("port base " + base + ": must be " + MIN_BASE + " to " + MAX_BASE);
        }
        return new StackPorts(base, base + 1, base + 2, base + 3, base + 4, base + 5);
    }

    /** Six ports that are free now. */
    public static StackPorts free() {
        ServerSocket[] sockets = new ServerSocket[COUNT];
        try {
            try {
                for (int i = 0; i < COUNT; i++) {
                    sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                }
                return new StackPorts(
                        sockets[0].getLocalPort(),
                        sockets[1].getLocalPort(),
                        sockets[2].getLocalPort(),
                        sockets[3].getLocalPort(),
                        sockets[4].getLocalPort(),
                        sockets[5].getLocalPort());
            } finally {
                for (ServerSocket socket : sockets) {
                    if (socket != null) {
                        socket.close();
                    }
                }
            }
        } catch (IOException e) {
            throw new StackException("no free ports on loopback: " + e.getMessage(), e);
        }
    }

    /**
     * Checks that nobody listens there, before anything is started.
     *
     * @param leftBehind where a server of this stack's own data still listens, which its start will end
     * @throws StackException naming the port that is taken
     */
    void checkFree(OptionalInt leftBehind) {
        for (int port : new int[] {gateway, metrics, kafka, postgres, dashboard, rest}) {
            if (port == postgres && leftBehind.equals(OptionalInt.of(port))) {
                continue;
            }
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                throw new StackException(
                        "port " + port + " is taken: stop what listens there, or choose others with --port-base", e);
            }
        }
    }
}
