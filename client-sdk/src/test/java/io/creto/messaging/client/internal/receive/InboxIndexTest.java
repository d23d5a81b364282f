package io.creto.messaging.client.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.client.internal.receive.InboxIndex.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class InboxIndexTest {
    private static final long URGENT = 0;
    private static final long NORMAL = 1L << 56;

    private final InboxIndex index = new InboxIndex();

    @Test
    void urgentGoesFirst() {
        index.add(new Entry(NORMAL + 1, "a", 1));
        index.add(new Entry(URGENT + 2, "b", 1));

        assertThat(index.next(0)).map(Entry::conversation).contains("b");
    }

    @Test
    void aStalledConversationLetsOthersPassAndKeepsItsOrder() {
        Entry first = new Entry(1, "a", 10);
        index.add(first);
        index.add(new Entry(2, "a", 10));
        index.add(new Entry(3, "b", 10));

        index.stall(first, 100);

        assertThat(index.next(99)).map(Entry::key).contains(3L);
        assertThat(index.nextReadyMs()).contains(100L);
        assertThat(index.next(100)).contains(first);
        index.done(first);
        assertThat(index.next(100)).map(Entry::key).contains(2L);
        assertThat(index.size()).isEqualTo(2);
        assertThat(index.bytes()).isEqualTo(20);
    }

    @Property(tries = 200)
    void whateverFailsEveryConversationIsHandledInOrderAndWhole(@ForAll long seed) {
        Random random = new Random(seed);
        InboxIndex all = new InboxIndex();
        Map<String, List<Long>> added = new HashMap<>();
        Map<String, List<Long>> handled = new HashMap<>();
        long now = 0;
        long key = 0;
        int left = 200;
        while (left > 0 || all.size() > 0) {
            now++;
            if (left > 0 && random.nextBoolean()) {
                String conversation = "c" + random.nextInt(5);
                all.add(new Entry(++key, conversation, 1));
                added.computeIfAbsent(conversation, none -> new ArrayList<>()).add(key);
                left--;
            }
            Optional<Entry> next = all.next(now);
            if (next.isPresent() && random.nextInt(3) == 0) {
                all.stall(next.get(), now + random.nextInt(20));
            } else if (next.isPresent()) {
                all.done(next.get());
                handled.computeIfAbsent(next.get().conversation(), none -> new ArrayList<>())
                        .add(next.get().key());
            }
        }
        assertThat(handled).isEqualTo(added);
        assertThat(all.bytes()).isZero();
    }
}
