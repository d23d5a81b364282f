package io.creto.messaging.client.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.SampleAgent;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OutgoingQueueTest {
    @Property(tries = 100)
    void batchesTakeAllInOrderAndStayWithinTheirLimits(
            @ForAll @Size(min = 1, max = 400) List<@IntRange(min = 1, max = 20_000) Integer> sizes,
            @ForAll @IntRange(max = 399) int large) {
        OutgoingQueue queue = new OutgoingQueue();
        List<Outgoing> all = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            all.add(outgoing(i == large ? WireLimits.MAX_BODY_BYTES : sizes.get(i)));
        }
        all.forEach(queue::add);

        List<Outgoing> taken = new ArrayList<>();
        for (List<Outgoing> batch = queue.take(Lane.LANE_NORMAL);
                !batch.isEmpty();
                batch = queue.take(Lane.LANE_NORMAL)) {
            assertThat(batch).hasSizeLessThanOrEqualTo(WireLimits.MAX_BATCH_COUNT);
            assertThat(size(batch)).isLessThanOrEqualTo(WireLimits.MAX_BATCH_BYTES);
            taken.addAll(batch);
        }

        assertThat(taken).isEqualTo(all);
        assertThat(queue.isEmpty()).isTrue();
    }

    private static int size(List<Outgoing> batch) {
        return SignedBatch.newBuilder()
                .setHeader(ByteString.copyFrom(new byte[WireLimits.MAX_BATCH_HEADER_BYTES]))
                .setSignature(ByteString.copyFrom(new byte[WireLimits.SIGNATURE_BYTES]))
                .addAllEnvelopes(batch.stream().map(Outgoing::envelope).toList())
                .build()
                .getSerializedSize();
    }

    private static Outgoing outgoing(int size) {
        Envelope envelope = Envelope.newBuilder()
                .setHeader(ByteString.copyFrom(new byte[WireLimits.MAX_ENVELOPE_HEADER_BYTES]))
                .setBody(ByteString.copyFrom(new byte[size]))
                .build();
        return new Outgoing(
                MessageId.create(SampleAgent.NOW, SampleAgent.RANDOM), Lane.LANE_NORMAL, 0, envelope, null, 0);
    }
}
