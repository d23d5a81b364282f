package io.creto.messaging.client.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.client.ClientLimits;
import io.creto.messaging.client.ClientStoreException;
import io.creto.messaging.client.ManualClock;
import io.creto.messaging.client.SampleAgent;
import io.creto.messaging.client.SampleMessages;
import io.creto.messaging.client.internal.receive.Inbox.Arrival;
import io.creto.messaging.client.internal.receive.InboxIndex.Entry;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Slice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    private static final TopicPartition PARTITION = new TopicPartition("delivery.acme.normal", 1);
    private static final ClientLimits LIMITS = new ClientLimits(10, 1 << 20, 3, 4 << 20, 5);

    private final SampleAgent alice = new SampleAgent("acme/alice");
    private final SampleAgent bob = new SampleAgent("acme/bob");
    private final SampleMessages messages = new SampleMessages(alice, bob);
    private final ManualClock clock = new ManualClock();

    @TempDir
    Path directory;

    @Test
    void messagesPositionsAndTriesSurviveTogether() throws Exception {
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = new Inbox(store, LIMITS);
            inbox.take(List.of(arrival("one"), arrival("two")), Map.of(PARTITION, 42L));
            inbox.started(inbox.await(clock).orElseThrow(), 1);
        }
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = new Inbox(store, LIMITS);
            assertThat(inbox.size()).isEqualTo(2);
            assertThat(inbox.position(PARTITION)).contains(42L);
            Entry first = inbox.await(clock).orElseThrow();
            assertThat(inbox.tries(first)).isEqualTo(new Inbox.Tries(1, true));
            EnvelopeHeader header = header(inbox.read(first));
            inbox.handled(first, header, clock.millis());

            Entry second = inbox.await(clock).orElseThrow();
            assertThat(inbox.tries(second)).isEqualTo(new Inbox.Tries(0, false));
            assertThat(inbox.isHandled(header)).isTrue();
            assertThat(inbox.isHandled(header(inbox.read(second)))).isFalse();
            inbox.again(second, 1, 0);
            assertThat(inbox.tries(second)).isEqualTo(new Inbox.Tries(1, false));
        }
    }

    @Test
    void aResendIsTheSameMessage() throws Exception {
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = new Inbox(store, LIMITS);
            Slice first = messages.slice("hello");
            inbox.take(List.of(new Arrival(first, header(first), "acme/alice")), Map.of());
            inbox.handled(inbox.await(clock).orElseThrow(), header(first), clock.millis());

            EnvelopeHeader again = header(messages.slice("hello")).toBuilder()
                    .setReplaces(header(first).getMessageId())
                    .build();
            assertThat(inbox.isHandled(again)).isTrue();
        }
    }

    @Test
    void whatIsDroppedDoesNotKeepItsIdentityOut() throws Exception {
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = new Inbox(store, LIMITS);
            Arrival forged = arrival("forged");
            inbox.take(List.of(forged), Map.of());
            inbox.dropped(inbox.await(clock).orElseThrow());

            assertThat(inbox.isHandled(forged.header())).isFalse();
            assertThat(inbox.size()).isZero();
            assertThat(inbox.bytes()).isZero();
        }
    }

    @Test
    void theBoundHoldsForWhatStandsInOneRoundToo() throws Exception {
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = new Inbox(store, LIMITS);
            assertThat(inbox.hasRoom(0, 0, 3, 100)).isTrue();
            assertThat(inbox.hasRoom(3, 100, 1, 100)).isFalse();
            assertThat(inbox.hasRoom(0, 0, 100, 100 << 20))
                    .as("one large record")
                    .isTrue();
            assertThat(inbox.hasRoom(3, 100, 0, 0)).as("nothing for this agent").isTrue();
            inbox.take(List.of(arrival("1"), arrival("2"), arrival("3")), Map.of());
            assertThat(inbox.hasRoom(0, 0, 1, 1)).isFalse();
            assertThat(inbox.mayResume()).isFalse();
            Entry entry = inbox.await(clock).orElseThrow();
            inbox.handled(entry, header(inbox.read(entry)), clock.millis());
            assertThat(inbox.mayResume()).isTrue();
        }
    }

    @Test
    void handledMessagesAreForgottenWhenNoRepeatCanCount() throws Exception {
        try (ClientStore store = ClientStore.open(directory)) {
            Inbox inbox = new Inbox(store, LIMITS);
            Arrival old = arrival("old");
            inbox.take(List.of(old), Map.of());
            inbox.handled(inbox.await(clock).orElseThrow(), old.header(), clock.millis());
            clock.advance(SampleMessages.TTL_MS + 600_000);
            next(inbox, "still within the afterlife");
            assertThat(inbox.isHandled(old.header())).isTrue();
            clock.advance(1);
            next(inbox, "behind it");
            assertThat(inbox.isHandled(old.header())).isFalse();
        }
    }

    @Test
    void anotherProcessIsKeptOutWithAClearWord() {
        try (ClientStore store = ClientStore.open(directory)) {
            assertThat(store.nextIncarnation(0)).isEqualTo(1);
            assertThatThrownBy(() -> ClientStore.open(directory))
                    .isInstanceOf(ClientStoreException.class)
                    .hasMessageContaining("in use by another process");
        }
        try (ClientStore store = ClientStore.open(directory)) {
            assertThat(store.nextIncarnation(0)).isEqualTo(2);
            assertThat(store.nextIncarnation(1000)).isEqualTo(1000);
        }
    }

    @Test
    void uploadsOfKeysFollowEachOtherEvenWhereTheClockWasPutBack() {
        try (ClientStore store = ClientStore.open(directory)) {
            assertThat(store.nextUpload(5000)).isEqualTo(5000);
        }
        try (ClientStore store = ClientStore.open(directory)) {
            assertThat(store.nextUpload(1000)).isEqualTo(5001);
            assertThat(store.nextUpload(1001)).isEqualTo(5002);
            assertThat(store.nextUpload(6000)).isEqualTo(6000);
            assertThat(store.nextIncarnation(0)).as("apart from it").isEqualTo(1);
        }
    }

    private void next(Inbox inbox, String text) throws Exception {
        Arrival arrival = arrival(text);
        inbox.take(List.of(arrival), Map.of());
        inbox.handled(inbox.await(clock).orElseThrow(), arrival.header(), clock.millis());
    }

    private Arrival arrival(String text) throws WireException {
        Slice slice = messages.slice(text);
        return new Arrival(slice, header(slice), "acme/alice");
    }

    private static EnvelopeHeader header(Slice slice) throws WireException {
        return EnvelopeParser.header(slice.getEnvelopes(0).getEnvelope().getHeader());
    }
}
