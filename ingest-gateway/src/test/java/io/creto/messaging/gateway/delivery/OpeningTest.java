package io.creto.messaging.gateway.delivery;

import static io.creto.messaging.v1.DeliveryStart.DELIVERY_START_ACKNOWLEDGED;
import static io.creto.messaging.v1.DeliveryStart.DELIVERY_START_EARLIEST;
import static io.creto.messaging.v1.DeliveryStart.DELIVERY_START_LATEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.creto.messaging.gateway.delivery.DeliveryLog.Range;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.DeliveryStart;
import io.creto.messaging.v1.Lane;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpeningTest {
    private static final Range RANGE = new Range(10, 20);

    static Stream<Arguments> positions() {
        return Stream.of(
                arguments(DELIVERY_START_EARLIEST, null, null, 10L),
                arguments(DELIVERY_START_EARLIEST, null, 15L, 10L),
                arguments(DELIVERY_START_LATEST, null, 15L, 20L),
                arguments(DELIVERY_START_ACKNOWLEDGED, null, null, 10L),
                arguments(DELIVERY_START_ACKNOWLEDGED, null, 15L, 15L),
                arguments(DELIVERY_START_ACKNOWLEDGED, null, 3L, 10L),
                arguments(DELIVERY_START_ACKNOWLEDGED, 12L, 15L, 12L),
                arguments(DELIVERY_START_LATEST, 12L, 15L, 12L),
                arguments(DELIVERY_START_LATEST, 20L, null, 20L),
                arguments(DELIVERY_START_EARLIEST, 10L, null, 10L),
                arguments(DELIVERY_START_LATEST, 9L, null, 10L),
                arguments(DELIVERY_START_LATEST, 21L, null, 10L));
    }

    @ParameterizedTest(name = "{0}, cursor {1}, acknowledged {2}: {3}")
    @MethodSource
    void positions(DeliveryStart start, @Nullable Long given, @Nullable Long acknowledged, long expected) {
        assertThat(Opening.position(RANGE, start, given, acknowledged)).isEqualTo(expected);
    }

    @Test
    void cursorsAreOfTheAgentsPartitionsOrRefused() throws WireException {
        List<Place> places = Place.of(AgentId.of("acme", "alice"), 2, 8);
        Place normal = places.get(1);
        DeliveryCursor cursor = normal.cursor(5);

        assertThat(normal.topic()).isEqualTo("delivery.acme.g2.normal");
        assertThat(Opening.offsets(places, List.of(cursor), "field")).containsExactly(Map.entry(normal, 5L));
        assertRefused(places, cursor.toBuilder().setGeneration(1));
        assertRefused(places, cursor.toBuilder().setPartition((cursor.getPartition() + 1) % 8));
        assertThat(Opening.offsets(
                        places,
                        List.of(cursor.toBuilder().setLane(Lane.LANE_BULK).build()),
                        "field"))
                .containsOnlyKeys(places.get(2));
    }

    private static void assertRefused(List<Place> places, DeliveryCursor.Builder cursor) {
        assertThatThrownBy(() -> Opening.offsets(places, List.of(cursor.build()), "field"))
                .isInstanceOf(WireException.class)
                .hasMessage("field: not of a partition of these agents");
    }

    @Test
    void aReceiversGroupIsItsOwnAndOfTheSameAgentsOnly() {
        String own = CursorGroup.of("acme/alice", List.of("acme/alice"));
        String both = CursorGroup.of("acme/alice", List.of("acme/alice", "acme/bob"));

        assertThat(own).isEqualTo("delivery_cursors.acme/alice");
        assertThat(both).startsWith("delivery_cursors.acme/alice#").isNotEqualTo(own);
        assertThat(CursorGroup.of("acme/alice", List.of("acme/bob", "acme/alice")))
                .isEqualTo(both);
        assertThat(CursorGroup.of("acme/alice", List.of("acme/bob"))).isNotIn(own, both);
        assertThat(CursorGroup.of("acme/bob", List.of("acme/alice", "acme/bob")))
                .isNotIn(own, both);
    }
}
