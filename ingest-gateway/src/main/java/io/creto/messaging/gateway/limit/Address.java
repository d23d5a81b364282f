package io.creto.messaging.gateway.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** From where somebody calls, as limits see it. Pure. */
final class Address {
    /** Who has one address of a site's network has as many of the last 64 bits as it likes (RFC 4291, section 2.5.4). */
    private static final int IPV6_NETWORK_BYTES = 8;

    private Address() {}

    /** The IP address, or the network of an IPv6 address; what is no address of the internet is one place together. */
    static String of(@Nullable SocketAddress address) {
        InetAddress ip = address instanceof InetSocketAddress socket ? socket.getAddress() : null;
        if (ip == null) {
            return "";
        }
        return ip instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(ip.getAddress(), IPV6_NETWORK_BYTES))
                : ip.getHostAddress();
    }
}
