package io.creto.messaging.gateway.delivery;

import static io.creto.messaging.gateway.delivery.DeliverySamples.addressed;
import static io.creto.messaging.gateway.delivery.DeliverySamples.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.DeliveryContent;
import io.creto.messaging.v1.DeliveryRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each listener of a partition gets: all of its own records, once and in order, however slowly it takes them. */
class PartitionFanTest {
    private static final Place PLACE =
            Place.of(AgentId.of("acme", "alice"), 1, 1).get(1);
    private static final List<String> AGENTS = List.of("acme/a", "acme/b", "acme/c", "acme/d");

    /** Takes so many records, and no more until it is given room. */
    private static final class Listener implements Subscription.Receiver {
        final List<Long> got = new ArrayList<>();
        final Set<String> seen = new LinkedHashSet<>();
        int room;
        long passed = -1;

        Listener(int room) {
            this.room = room;
        }

        @Override
        public boolean offer(Subscription from, DeliveryRecord record, long offset) {
            if (room == 0) {
                return false;
            }
            room--;
            got.add(offset);
            seen.addAll(DeliverySamples.recipients(record));
            return true;
        }

        @Override
        public void passed(Subscription from, long offset) {
            assertThat(offset).as("positions never go back").isGreaterThanOrEqualTo(passed);
            passed = offset;
        }

        @Override
        public boolean hasRoom(Subscription from) {
            return room > 0;
        }

        @Override
        public void end(Throwable why) {
            throw new AssertionError(why);
        }
    }

    private static Subscription listen(PartitionFan fan, Listener listener, long position, String... agents) {
        Subscription subscription =
                new Subscription(PLACE, Set.of(agents), DeliveryContent.DELIVERY_CONTENT_ALL, listener, position);
        fan.add(subscription);
        return subscription;
    }

    private static List<Addressed> letters(long from, long to, String... recipients) {
        return LongStream.range(from, to)
                .mapToObj(offset -> addressed(offset, slice(offset, recipients)))
                .toList();
    }

    @Test
    void whoHasNoRoomLagsFromThatRecordOnAndOthersGoOn() {
        PartitionFan fan = new PartitionFan(10);
        Listener slow = new Listener(2);
        Listener quick = new Listener(100);
        listen(fan, slow, 10, "acme/a");
        listen(fan, quick, 10, "acme/a");

        fan.newest(10, letters(10, 15, "acme/a"), 15);

        assertThat(slow.got).containsExactly(10L, 11L);
        assertThat(quick.got).containsExactly(10L, 11L, 12L, 13L, 14L);
        assertThat(fan.laggingCount()).isOne();
        assertThat(fan.nextLagging()).as("no room, so nothing is read for it").isEmpty();
        slow.room = 100;
        assertThat(fan.nextLagging()).hasValue(12);
        fan.again(12, letters(12, 14, "acme/a"), 14);
        assertThat(fan.laggingCount()).as("not yet where the newest are read").isOne();
        fan.newest(15, letters(15, 16, "acme/a"), 16);
        assertThat(slow.got).containsExactly(10L, 11L, 12L, 13L);
        fan.again(14, letters(14, 18, "acme/a"), 18);
        assertThat(fan.laggingCount()).isZero();
        fan.newest(16, letters(16, 20, "acme/a"), 20);
        assertThat(slow.got).containsExactly(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L);
        assertThat(quick.got).as("what is read again is not for it").hasSize(10);
    }

    @Test
    void thoseWhoLagAreServedInTurn() {
        PartitionFan fan = new PartitionFan(100);
        listen(fan, new Listener(1), 10, "acme/a");
        listen(fan, new Listener(1), 50, "acme/b");

        assertThat(fan.nextLagging()).hasValue(10);
        assertThat(fan.nextLagging()).hasValue(50);
        assertThat(fan.nextLagging()).hasValue(10);
    }

    @Test
    void recordsThatAreGoneAreSkipped() {
        PartitionFan fan = new PartitionFan(100);
        Listener listener = new Listener(10);
        listen(fan, listener, 10, "acme/a");

        fan.again(10, letters(90, 92, "acme/a"), 92);
        fan.again(92, List.of(), 100);

        assertThat(listener.got).containsExactly(90L, 91L);
        assertThat(fan.laggingCount()).isZero();
        fan.tellPositions();
        assertThat(listener.passed).isEqualTo(100);
    }

    @Test
    void whereRecordsAreMissingThoseWhoKeptUpReadThemAgain() {
        PartitionFan fan = new PartitionFan(5);
        Listener listener = new Listener(10);
        listen(fan, listener, 5, "acme/a");

        fan.newest(7, letters(7, 9, "acme/a"), 9);
        assertThat(listener.got).isEmpty();
        assertThat(fan.nextLagging()).hasValue(5);
        fan.newest(5, letters(5, 9, "acme/a"), 9); // as after a seek: known already
        fan.again(5, letters(5, 9, "acme/a"), 9);
        fan.newest(9, letters(9, 10, "acme/a"), 10);

        assertThat(listener.got).containsExactly(5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void aReceiverOfSeveralAgentsGetsARecordForAllOfThemOnce() {
        PartitionFan fan = new PartitionFan(0);
        Listener both = new Listener(10);
        listen(fan, both, 0, "acme/a", "acme/b");

        fan.newest(0, letters(0, 1, "acme/a", "acme/c", "acme/b"), 1);

        assertThat(both.got).containsExactly(0L);
        assertThat(both.seen).containsExactly("acme/a", "acme/b");
    }

    @Test
    void whoHasGoneGetsNothingAndTheLastOneTurnsOffTheLight() {
        PartitionFan fan = new PartitionFan(0);
        Listener first = new Listener(10);
        Subscription one = listen(fan, first, 0, "acme/a");
        Subscription two = listen(fan, new Listener(10), 0, "acme/a");

        assertThat(fan.remove(one)).isFalse();
        fan.newest(0, letters(0, 1, "acme/a"), 1);
        assertThat(first.got).isEmpty();
        assertThat(fan.remove(two)).isTrue();
    }

    /** Two readers, and listeners that come anywhere and take what they like: played by seed against what must come out. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void eachGetsItsOwnOnceAndInOrder(long seed) {
        Random random = new Random(seed);
        List<Addressed> log = new ArrayList<>();
        List<Listener> listeners = new ArrayList<>();
        List<Subscription> subscriptions = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        PartitionFan fan = new PartitionFan(0);
        int tail = 0;
        for (int step = 0; step < 3000; step++) {
            switch (random.nextInt(5)) {
                case 0 -> log.add(addressed(log.size(), slice(log.size(), someAgents(random))));
                case 1 -> {
                    int next = tail + random.nextInt(log.size() - tail + 1);
                    int from = Math.max(0, tail - random.nextInt(3)); // now and then some come again
                    fan.newest(from, List.copyOf(log.subList(from, next)), next);
                    tail = next;
                }
                case 2 -> readAgain(fan, log, random);
                case 3 -> {
                    if (!listeners.isEmpty()) {
                        listeners.get(random.nextInt(listeners.size())).room = random.nextInt(6);
                    }
                }
                default -> {
                    if (listeners.size() < 8) {
                        Listener listener = new Listener(random.nextInt(6));
                        long start = random.nextInt(log.size() + 1);
                        listeners.add(listener);
                        starts.add(start);
                        subscriptions.add(listen(fan, listener, start, someAgents(random)));
                    }
                }
            }
        }
        fan.newest(tail, List.copyOf(log.subList(tail, log.size())), log.size());
        listeners.forEach(listener -> listener.room = Integer.MAX_VALUE);
        while (fan.laggingCount() > 0) {
            readAgain(fan, log, random);
        }
        for (int i = 0; i < listeners.size(); i++) {
            Subscription subscription = subscriptions.get(i);
            long start = starts.get(i);
            List<Long> expected = log.stream()
                    .filter(letter -> letter.offset() >= start)
                    .filter(letter -> letter.agents().stream().anyMatch(subscription.agents()::contains))
                    .map(Addressed::offset)
                    .toList();
            assertThat(listeners.get(i).got).isEqualTo(expected);
            assertThat(subscription.agents()).containsAll(listeners.get(i).seen);
        }
        assertThat(listeners).hasSize(8);
        assertThat(log).hasSizeGreaterThan(400);
    }

    private static void readAgain(PartitionFan fan, List<Addressed> log, Random random) {
        OptionalLong wanted = fan.nextLagging();
        if (wanted.isPresent()) {
            int from = (int) wanted.getAsLong();
            int next = from + random.nextInt(Math.min(log.size() - from, 20) + 1);
            fan.again(from, List.copyOf(log.subList(from, next)), next);
        }
    }

    private static String[] someAgents(Random random) {
        Set<String> some = new LinkedHashSet<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            some.add(AGENTS.get(random.nextInt(AGENTS.size())));
        }
        return some.toArray(new String[0]);
    }
}
