package io.creto.messaging.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.Held;
import io.creto.messaging.jobs.state.LaneSequence;
import io.creto.messaging.jobs.state.RefusedEnvelope;
import io.creto.messaging.jobs.verify.EnvelopeVerification.Refusal;
import io.creto.messaging.jobs.verify.SequenceGuard.Place;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.RejectionReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceGuardTest {
    private static final long NOW = 1_700_000_000_000L;

    private SequenceGuard guard = new SequenceGuard(LaneSequence.getDefaultInstance());

    /** State: incarnation 3, sequences 1 to 4 admitted, 7 parked; hash = {@code h<sequence>} unless changed. */
    @ParameterizedTest
    @CsvSource({
        "2, 5, h5, FENCED",
        "2, 1, h1, FENCED",
        "3, 5, h5, NEXT",
        "3, 6, h6, AHEAD",
        "3, 9, h9, AHEAD",
        "3, 7, h7, PARKED",
        "3, 7, other, TAKEN",
        "3, 1, other, TAKEN",
        "3, 4, other, TAKEN",
        "4, 1, h1, NEXT",
        "4, 2, h2, AHEAD"
    })
    void placesABatch(long incarnation, long sequence, String hash, Place place) {
        admit(3, 4);
        park(3, 7);
        assertThat(turn(incarnation, sequence, hash).place()).isEqualTo(place);
    }

    @Test
    void aNewerIncarnationFencesWhatIsParkedAndForgetsTheOld() {
        admit(3, 4);
        park(3, 6);
        park(3, 7);
        var turn = turn(5, 1, "h1");
        assertThat(turn.fenced()).extracting(Held::getPosition).containsExactly(6L, 7L);
        assertThat(turn.place()).isEqualTo(Place.NEXT);
        assertThat(turn(3, 5, "h5").place()).isEqualTo(Place.FENCED);
        assertThat(guard.stored().getParkedCount()).isZero();
        assertThat(guard.next()).isEqualTo(1);
        assertThat(guard.said(hash("h4")))
                .as("what was said of the older one is still said")
                .isPresent();
    }

    @Test
    void aRepeatBringsBackWhatWasSaid() {
        turn(1, 1, "h1");
        var refusal = new Refusal(
                3, "acme/alice", ByteString.EMPTY, ByteString.EMPTY, RejectionReason.REJECTION_REASON_EXPIRED, "");
        guard.admit(hash("h1"), NOW - 3, List.of(refusal));
        guard = new SequenceGuard(guard.stored());
        assertThat(guard.said(hash("h1")).orElseThrow().getIngestTimeMs()).isEqualTo(NOW - 3);
        assertThat(guard.said(hash("other"))).isEmpty();
        assertThat(guard.said(hash("h1")).orElseThrow().getRefusedList())
                .containsExactly(RefusedEnvelope.newBuilder()
                        .setIndex(3)
                        .setReason(RejectionReason.REJECTION_REASON_EXPIRED_VALUE)
                        .build());
    }

    @Test
    void remembersABoundedNumberOfOutcomes() {
        admit(1, SequenceGuard.RECENT + 10);
        assertThat(guard.stored().getRecentCount()).isEqualTo(SequenceGuard.RECENT);
        assertThat(turn(1, 10, "h10").place()).as("forgotten, so not repeated").isEqualTo(Place.TAKEN);
        assertThat(guard.said(hash("h10"))).isEmpty();
        assertThat(guard.said(hash("h11"))).isPresent();
    }

    @Test
    void parksAtMostFourMebibytes() {
        turn(1, 2, "h2");
        int half = (int) (Holding.MAX_BYTES / 2);
        assertThat(guard.park(held(2, half, NOW))).isTrue();
        assertThat(guard.park(held(3, half, NOW))).isTrue();
        assertThat(guard.park(held(4, 1, NOW))).isFalse();
        guard.release(3);
        assertThat(guard.park(held(4, half, NOW))).isTrue();
    }

    @Test
    void whatIsParkedIsOverdueFiveSecondsOfLogTimeAfterItsIngest() {
        turn(1, 2, "h2");
        guard.park(held(2, 1, NOW + 1));
        guard.park(held(3, 1, NOW));
        assertThat(guard.overdue(NOW + Holding.PATIENCE_MS - 1)).isEmpty();
        assertThat(guard.overdue(NOW + Holding.PATIENCE_MS).orElseThrow().getPosition())
                .isEqualTo(3);
        assertThat(guard.overdue(NOW + Holding.PATIENCE_MS + 1).orElseThrow().getPosition())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void admitsEachSequenceOnceAndInOrderWhateverTheOrderOfArrival(long seed) {
        Random random = new Random(seed);
        List<Long> arrivals = new ArrayList<>();
        for (long sequence = 1; sequence <= 60; sequence++) {
            for (int copy = random.nextInt(3); copy >= 0; copy--) {
                arrivals.add(sequence);
            }
        }
        for (int i = 0; i < arrivals.size(); i++) {
            Collections.swap(arrivals, i, Math.min(arrivals.size() - 1, i + random.nextInt(12)));
        }
        List<Long> admitted = new ArrayList<>();
        for (long sequence : arrivals) {
            guard = random.nextInt(5) == 0 ? new SequenceGuard(guard.stored()) : guard;
            if (guard.said(hash("h" + sequence)).isPresent()) {
                continue;
            }
            Place place = turn(1, sequence, "h" + sequence).place();
            switch (place) {
                case NEXT -> admitted.add(admitNext());
                case AHEAD -> guard.park(held(sequence, 1, NOW));
                case PARKED -> {}
                default -> throw new AssertionError(sequence + " is " + place);
            }
            while (guard.ready().isPresent()) {
                guard.release(guard.next());
                admitted.add(admitNext());
            }
        }
        assertThat(admitted).hasSize(60).isSorted().doesNotHaveDuplicates();
        assertThat(guard.stored().getParkedCount()).isZero();
    }

    private long admitNext() {
        long sequence = guard.next();
        guard.admit(hash("h" + sequence), NOW, List.of());
        return sequence;
    }

    private void admit(long incarnation, int upTo) {
        for (int sequence = 1; sequence <= upTo; sequence++) {
            turn(incarnation, sequence, "h" + sequence);
            admitNext();
        }
    }

    private void park(long incarnation, long sequence) {
        assertThat(turn(incarnation, sequence, "h" + sequence).place()).isEqualTo(Place.AHEAD);
        guard.park(held(sequence, 1, NOW));
    }

    private SequenceGuard.Turn turn(long incarnation, long sequence, String hash) {
        BatchHeader header = BatchHeader.newBuilder()
                .setIncarnation(incarnation)
                .setSequence(sequence)
                .build();
        return guard.turn(header, hash(hash));
    }

    private static Held held(long sequence, int size, long ingestTimeMs) {
        return Held.newBuilder()
                .setPosition(sequence)
                .setSize(size)
                .setIngestTimeMs(ingestTimeMs)
                .setHeaderHash(hash("h" + sequence))
                .build();
    }

    private static ByteString hash(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
