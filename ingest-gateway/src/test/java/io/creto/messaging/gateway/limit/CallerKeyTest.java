package io.creto.messaging.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.gateway.auth.Caller;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

class CallerKeyTest {
    private static final Caller AGENT = new Caller.Agent("acme/a");

    @Test
    void anAgentIsTheSameFromWhereverItCalls() {
        assertThat(CallerKey.of(AGENT, address("192.0.2.1", 1))).isEqualTo(CallerKey.of(AGENT, null));
        assertThat(CallerKey.of(AGENT, null)).isNotEqualTo(CallerKey.of(new Caller.Agent("acme/b"), null));
    }

    @Test
    void strangersOfOneAddressAreOneWhateverTheirPortAndThoseOfAnotherAreNot() {
        assertThat(stranger("192.0.2.1", 1)).isEqualTo(stranger("192.0.2.1", 2));
        assertThat(stranger("192.0.2.1", 1)).isNotEqualTo(stranger("192.0.2.2", 1));
        assertThat(stranger("2001:db8::1", 1)).isNotEqualTo(stranger("2001:db8:0:1::1", 1));
    }

    @Test
    void oneNetworkOfIpv6IsOneAddress() {
        assertThat(stranger("2001:db8::1", 1)).isEqualTo(stranger("2001:db8::ffff:1", 1));
    }

    @Test
    void whereNobodyIsAskedAnAddressHasTheLimitsOfAnAgent() {
        assertThat(CallerKey.of(Caller.ANYONE, address("192.0.2.1", 1))).isEqualTo(new CallerKey(false, "192.0.2.1"));
        assertThat(stranger("192.0.2.1", 1)).isEqualTo(new CallerKey(true, "192.0.2.1"));
    }

    @Test
    void tokensThatAreNotBelievedAreCountedApartFromCalls() {
        assertThat(CallerKey.ofTokens(address("192.0.2.1", 1)))
                .isEqualTo(CallerKey.ofTokens(address("192.0.2.1", 2)))
                .isNotEqualTo(stranger("192.0.2.1", 1))
                .isNotEqualTo(CallerKey.ofTokens(address("192.0.2.2", 1)));
    }

    @Test
    void aPlaceThatIsNoAddressIsOneToo() {
        assertThat(CallerKey.of(Caller.STRANGER, null))
                .isEqualTo(CallerKey.of(Caller.STRANGER, new SocketAddress() {}));
    }

    private static CallerKey stranger(String ip, int port) {
        return CallerKey.of(Caller.STRANGER, address(ip, port));
    }

    private static SocketAddress address(String ip, int port) {
        return new InetSocketAddress(ip, port);
    }
}
