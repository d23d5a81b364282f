package io.creto.messaging.gateway.delivery;

import static io.creto.messaging.gateway.delivery.DeliverySamples.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.DeliveryContent;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.ReceiveResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingRecordsTest {
    private static final int ROOM = 8 * 1024 * 1024;
    private static final Subscription URGENT = share(Lane.LANE_URGENT);
    private static final Subscription BULK = share(Lane.LANE_BULK);

    private final PendingBudget budget = new PendingBudget(8 * ROOM);
    private final WaitingRecords waiting = new WaitingRecords("acme/alice", budget);

    private static Subscription share(Lane lane) {
        Place place = Place.of(AgentId.of("acme", "alice"), 1, 1).stream()
                .filter(one -> one.lane() == lane)
                .findFirst()
                .orElseThrow();
        return new Subscription(place, Set.of("acme/alice"), DeliveryContent.DELIVERY_CONTENT_ALL, new Nobody(), 0);
    }

    private static final class Nobody implements Subscription.Receiver {
        @Override
        public boolean offer(Subscription from, DeliveryRecord record, long offset) {
            throw new AssertionError("nothing is offered here");
        }

        @Override
        public void passed(Subscription from, long offset) {
            throw new AssertionError("nothing is passed here");
        }

        @Override
        public boolean hasRoom(Subscription from) {
            throw new AssertionError("nobody asks here");
        }

        @Override
        public void end(Throwable why) {
            throw new AssertionError(why);
        }
    }

    private boolean add(Subscription of, long number, int bytes) {
        return waiting.tryAdd(
                of,
                ReceiveResponse.newBuilder()
                        .setCursor(of.cursor(number + 1))
                        .setRecord(slice(number, bytes, "acme/alice"))
                        .build());
    }

    private List<Long> takeAll() {
        List<Long> numbers = new ArrayList<>();
        while (!waiting.isEmpty()) {
            numbers.add(DeliverySamples.number(waiting.remove().response().getRecord()));
        }
        return numbers;
    }

    @Test
    void urgentOnesLeaveFirstAndEachLaneKeepsItsOrder() {
        add(BULK, 1, 0);
        add(URGENT, 2, 0);
        add(BULK, 3, 0);
        add(URGENT, 4, 0);

        assertThat(takeAll()).containsExactly(2L, 4L, 1L, 3L);
        assertThat(waiting.isEmpty(BULK)).isTrue();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aPartitionHasSoManyRecordsAndTheOthersTheirOwn() {
        for (int i = 0; i < WaitingRecords.MAX_RECORDS; i++) {
            assertThat(waiting.hasRoom(BULK)).isEqualTo(i <= WaitingRecords.MAX_RECORDS / 2);
            assertThat(add(BULK, i, 0)).isTrue();
        }
        assertThat(add(BULK, 300, 0)).isFalse();
        assertThat(waiting.hasRoom(URGENT)).isTrue();
        assertThat(add(URGENT, 301, 0)).isTrue();

        waiting.remove();
        waiting.remove();
        assertThat(add(BULK, 302, 0)).as("one has left").isTrue();
    }

    @Test
    void aPartitionHasSoManyBytes() {
        int taken = 0;
        while (add(BULK, taken, 4096)) {
            taken++;
        }
        assertThat(budget.used()).isBetween(WaitingRecords.MAX_BYTES, WaitingRecords.MAX_BYTES + 5000);
        assertThat(taken).isLessThan(WaitingRecords.MAX_RECORDS + 1);
        assertThat(waiting.hasRoom(BULK)).isFalse();
    }

    @Test
    void whereTheBudgetIsUsedUpNothingMoreIsTaken() {
        assertThat(budget.tryAcquire("acme/alice", ROOM)).isTrue();

        assertThat(waiting.hasRoom(BULK)).isFalse();
        assertThat(add(BULK, 1, 0)).isFalse();
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void whatIsDroppedGivesItsRoomBack() {
        add(BULK, 1, 4096);
        add(URGENT, 2, 4096);

        waiting.clear();

        assertThat(waiting.isEmpty()).isTrue();
        assertThat(waiting.isEmpty(BULK)).isTrue();
        assertThat(budget.used()).isZero();
    }
}
