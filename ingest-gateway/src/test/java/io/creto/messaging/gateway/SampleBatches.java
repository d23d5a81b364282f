package io.creto.messaging.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.util.List;
import java.util.Random;

/** Batches of the right form. The gateway checks no signature, so these carry noise in its place. */
public final class SampleBatches {
    /** Lanes that batches travel in. */
    public static final List<Lane> LANES = List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK);

    private static final int ENVELOPE_HEADER_BYTES = 200;

    private final Random random;
    private long sequence;

    /** @param seed of the noise */
    public SampleBatches(long seed) {
        random = new Random(seed);
    }

    /** A header of a signer's next batch. */
    public synchronized BatchHeader.Builder header(String signer, Lane lane, int count) {
        long now = System.currentTimeMillis();
        return BatchHeader.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setBatchId(MessageId.create(now, random).toByteString())
                .setSigner(signer)
                .setSignerKeyId(ByteString.copyFrom(new byte[] {1}).concat(noise(WireLimits.KEY_ID_BYTES - 1)))
                .setIncarnation(1)
                .setSequence(++sequence)
                .setLane(lane)
                .setCount(count)
                .setCreatedAtMs(now)
                .setRoot(noise(WireLimits.HASH_BYTES));
    }

    /** A batch under that header. */
    public synchronized SignedBatch.Builder under(BatchHeader.Builder header, int bodyBytes) {
        SignedBatch.Builder batch = SignedBatch.newBuilder()
                .setHeader(header.build().toByteString())
                .setSignature(noise(WireLimits.SIGNATURE_BYTES));
        for (int i = 0; i < header.getCount(); i++) {
            batch.addEnvelopes(Envelope.newBuilder()
                    .setHeader(noise(ENVELOPE_HEADER_BYTES))
                    .setBody(noise(bodyBytes)));
        }
        return batch;
    }

    /** A small batch of one. */
    public SignedBatch batch(String signer, Lane lane) {
        return batch(signer, lane, 1, 1024);
    }

    /** A batch of some envelopes. */
    public SignedBatch batch(String signer, Lane lane, int count, int bodyBytes) {
        return under(header(signer, lane, count), bodyBytes).build();
    }

    /** So many bytes of noise. */
    public synchronized ByteString noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    /** The id in a batch's header. */
    public static ByteString idOf(SignedBatch batch) {
        return headerOf(batch).getBatchId();
    }

    /** A batch's header. */
    public static BatchHeader headerOf(SignedBatch batch) {
        try {
            return BatchHeader.parseFrom(batch.getHeader());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
