package io.creto.messaging.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final Connections connections = new Connections(4, 2);

    @Test
    void oneAddressDoesNotTakeThePlacesOfOthers() {
        assertThat(connections.enter("a")).isTrue();
        assertThat(connections.enter("a")).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(connections.enter("a")).isFalse();
        }
        assertThat(connections.enter("b")).isTrue();
        assertThat(connections.open()).isEqualTo(3);
    }

    @Test
    void oneThatClosesMakesRoomForAnother() {
        assertThat(connections.enter("a")).isTrue();
        assertThat(connections.enter("a")).isTrue();
        connections.leave("a");
        assertThat(connections.enter("a")).isTrue();
        assertThat(connections.enter("a")).isFalse();
        connections.leave("a");
        connections.leave("a");
        assertThat(connections.open()).isZero();
    }

    @Test
    void allTogetherHaveALimitToo() {
        for (String address : new String[] {"a", "a", "b", "b"}) {
            assertThat(connections.enter(address)).isTrue();
        }
        assertThat(connections.enter("c")).isFalse();
        connections.leave("b");
        assertThat(connections.enter("c")).isTrue();
    }
}
