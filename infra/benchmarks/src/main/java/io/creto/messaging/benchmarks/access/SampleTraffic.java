package io.creto.messaging.benchmarks.access;

import com.google.protobuf.ByteString;
import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.creto.messaging.benchmarks.fleet.SealedMessages;
import io.creto.messaging.crypto.batch.BatchSigner;
import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What an agent submits, really sealed and signed, and what the jobs make of it. */
final class SampleTraffic {
    private static final long INCARNATION = 1;

    private final BenchFleet fleet;
    private final EnrolledAgent sender;
    private final SecureRandom random = new SecureRandom();
    private final SealedMessages messages = new SealedMessages(random);
    private final BatchSigner signer;

    /** @param sender who signs; not to be closed before all is made */
    SampleTraffic(BenchFleet fleet, EnrolledAgent sender) {
        this.fleet = fleet;
        this.sender = sender;
        this.signer = new BatchSigner(sender.id(), sender.key(), random);
    }

    /** Batches as they are submitted, by rising sequence, made on all cores. */
    List<ByteString> batches(int size, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> {
                    var recipient = fleet.recipient(number);
                    return batch(recipient.id(), recipient.key(), size, number).toByteString();
                })
                .toList();
    }

    /** Records as they stand in the recipients' delivery partition, each with one message, to each recipient in turns. */
    List<byte[]> deliveries(List<AgentId> recipients, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(number -> delivery(recipients.get(number % recipients.size()), number))
                .toList();
    }

    private byte[] delivery(AgentId recipient, int number) {
        SignedBatch batch = batch(recipient, fleet.recipient(number).key(), 1, number);
        Slice slice = Slice.newBuilder()
                .setBatchHeader(batch.getHeader())
                .setSignature(batch.getSignature())
                .setIngestTimeMs(fleet.startMs())
                .addEnvelopes(SlicedEnvelope.newBuilder().setEnvelope(batch.getEnvelopes(0)))
                .build();
        return DeliveryRecord.newBuilder().setSlice(slice).build().toByteArray();
    }

    private SignedBatch batch(AgentId recipient, EncapsulationKey key, int size, int number) {
        long createdAtMs = fleet.startMs();
        List<Envelope> envelopes = new ArrayList<>(size);
        try {
            for (int i = 0; i < size; i++) {
                envelopes.add(messages.envelope(sender.id(), recipient, key, Report.REPORT_NONE, createdAtMs));
            }
            MessageId id = MessageId.create(createdAtMs, random);
            return signer.sign(
                    new BatchSigner.Position(id, INCARNATION, number + 1L, Lane.LANE_NORMAL, createdAtMs), envelopes);
        } catch (WireException e) {
            throw new IllegalStateException("a batch that its readers refuse", e);
        }
    }
}
