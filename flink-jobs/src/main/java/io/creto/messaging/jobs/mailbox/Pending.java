package io.creto.messaging.jobs.mailbox;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.BucketList;
import io.creto.messaging.jobs.state.EarlyReceipt;
import io.creto.messaging.jobs.state.PendingBatch;
import io.creto.messaging.jobs.state.PendingBucket;
import io.creto.messaging.jobs.state.PendingMessage;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.jobs.verify.Holding;
import io.creto.messaging.v1.BatchHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The messages of a shard that have no outcome yet, in buckets by the time in their ids: a batch touches one or two buckets,
 * whatever its size, and an acknowledgement finds its message by the id alone. Beside them stands, for each second, which
 * buckets hold something that ends in it. Bounded: {@link #MAX_MESSAGES} a bucket, {@link #MAX_OF_SIGNER} of them of one signer,
 * {@link #MAX_BUCKETS} a second. Lives for one event; {@link #store()} at its end.
 */
final class Pending {
    /** Messages in a bucket. */
    static final int MAX_MESSAGES = 4096;
    /** Messages in a bucket that one signer has sent: ids are chosen, so nobody shall be able to fill others' buckets. */
    static final int MAX_OF_SIGNER = 1024;
    /** Buckets with something that ends in the same second. */
    static final int MAX_BUCKETS = 8192;
    /**
     * How long after its time something ends: what was appended before that time has come out of the operators before this
     * one by then, however long they held it.
     */
    static final long SLACK_MS = Holding.PATIENCE_MS;

    private static final int BUCKET_BITS = 4;
    private static final int TIME_BYTES = 6;
    private static final long SECOND_MS = 1000;

    private final MailboxMemory memory;
    private final MailboxOutput output;
    private final EarlyReceipts receipts;
    private final Map<Long, PendingBucket.Builder> touched = new LinkedHashMap<>();
    private final Map<Long, Set<Long>> scheduled = new HashMap<>();

    Pending(MailboxMemory memory, MailboxOutput output) {
        this.memory = memory;
        this.output = output;
        this.receipts = new EarlyReceipts(memory);
    }

    /** A message and the batch that it came in. */
    record Found(PendingBatch batch, PendingMessage message) {}

    /** Remembers a message; false if there is too much. */
    boolean add(BatchHeader batch, PendingMessage message) throws Exception {
        long number = number(message.getMessageId());
        PendingBucket.Builder bucket = bucket(number);
        if (!hasRoom(bucket, batch.getSigner()) || !schedule(second(message.getExpiresAtMs()), number)) {
            return false;
        }
        group(bucket, batch).addMessages(message);
        return true;
    }

    /** Receipts that came before the message with this id; they are taken out. */
    List<ShardSlice> early(String sender, ByteString messageId) throws Exception {
        return receipts.take(bucket(number(messageId)), sender, messageId);
    }

    /** Keeps a receipt whose message is not here, for a while; false if there is too much. */
    boolean addEarly(ShardSlice receipt) throws Exception {
        EarlyReceipt entry = EarlyReceipts.entry(receipt);
        long number = number(entry.getMessageId());
        PendingBucket.Builder bucket = bucket(number);
        if (EarlyReceipts.has(bucket, entry)) {
            return true;
        }
        if (!EarlyReceipts.hasRoom(bucket, entry) || !schedule(second(entry.getUntilMs()), number)) {
            return false;
        }
        receipts.add(bucket, entry, receipt);
        return true;
    }

    /** The message of this sender with this id. */
    Optional<Found> find(String sender, ByteString messageId) throws Exception {
        for (PendingBatch batch : bucket(number(messageId)).getBatchesList()) {
            for (PendingMessage message : batch.getMessagesList()) {
                if (message.getMessageId().equals(messageId)
                        && message.getSender().equals(sender)) {
                    return Optional.of(new Found(batch, message));
                }
            }
        }
        return Optional.empty();
    }

    /** Takes a message out: it has its outcome. */
    void remove(PendingMessage message) throws Exception {
        removeIf(bucket(number(message.getMessageId())), message::equals);
    }

    /** Takes out all that has ended when log time has reached the end of a second. */
    List<Found> expire(long second) throws Exception {
        List<Found> expired = new ArrayList<>();
        for (long number : memory.due(second).getBucketsList()) {
            PendingBucket.Builder bucket = bucket(number);
            for (PendingBatch batch : bucket.getBatchesList()) {
                batch.getMessagesList().stream()
                        .filter(message -> second(message.getExpiresAtMs()) <= second)
                        .forEach(message -> expired.add(new Found(batch, message)));
            }
            removeIf(bucket, message -> second(message.getExpiresAtMs()) <= second);
            int unmatched = receipts.forget(bucket, early -> second(early.getUntilMs()) <= second);
            for (int i = 0; i < unmatched; i++) {
                output.unmatched();
            }
        }
        memory.keepDue(second, BucketList.getDefaultInstance());
        return expired;
    }

    /** Keeps what has changed. */
    void store() throws Exception {
        for (var bucket : touched.entrySet()) {
            memory.keep(bucket.getKey(), bucket.getValue().build());
        }
        touched.clear();
    }

    private boolean schedule(long second, long number) throws Exception {
        Set<Long> numbers = scheduled.computeIfAbsent(second, none -> new HashSet<>());
        if (numbers.contains(number)) {
            return true;
        }
        BucketList due = memory.due(second);
        if (!due.getBucketsList().contains(number)) {
            if (due.getBucketsCount() >= MAX_BUCKETS) {
                return false;
            }
            memory.keepDue(second, due.toBuilder().addBuckets(number).build());
            if (due.getBucketsCount() == 0) {
                output.wakeAt(second * SECOND_MS);
            }
        }
        numbers.add(number);
        return true;
    }

    private PendingBucket.Builder bucket(long number) throws Exception {
        PendingBucket.Builder bucket = touched.get(number);
        if (bucket == null) {
            bucket = memory.bucket(number).toBuilder();
            touched.put(number, bucket);
        }
        return bucket;
    }

    private static PendingBatch.Builder group(PendingBucket.Builder bucket, BatchHeader batch) {
        int last = bucket.getBatchesCount() - 1;
        if (last >= 0 && same(bucket.getBatches(last), batch)) {
            return bucket.getBatchesBuilder(last);
        }
        return bucket.addBatchesBuilder()
                .setBatchId(batch.getBatchId())
                .setSigner(batch.getSigner())
                .setLane(batch.getLaneValue());
    }

    /** Ids of batches are chosen by their signers, so others may have the same. */
    private static boolean same(PendingBatch known, BatchHeader batch) {
        return known.getBatchId().equals(batch.getBatchId())
                && known.getSigner().equals(batch.getSigner())
                && known.getLane() == batch.getLaneValue();
    }

    private static void removeIf(PendingBucket.Builder bucket, Predicate<PendingMessage> ended) {
        for (int i = bucket.getBatchesCount() - 1; i >= 0; i--) {
            PendingBatch batch = bucket.getBatches(i);
            List<PendingMessage> left =
                    batch.getMessagesList().stream().filter(ended.negate()).toList();
            if (left.isEmpty()) {
                bucket.removeBatches(i);
            } else if (left.size() < batch.getMessagesCount()) {
                bucket.setBatches(i, batch.toBuilder().clearMessages().addAllMessages(left));
            }
        }
    }

    private static boolean hasRoom(PendingBucket.Builder bucket, String signer) {
        int all = 0;
        int same = 0;
        for (PendingBatch batch : bucket.getBatchesList()) {
            all += batch.getMessagesCount();
            same += batch.getSigner().equals(signer) ? batch.getMessagesCount() : 0;
        }
        return all < MAX_MESSAGES && same < MAX_OF_SIGNER;
    }

    /** The bucket of a message: its id is a UUIDv7, which begins with the time at which it was made. */
    private static long number(ByteString messageId) {
        long millis = 0;
        for (int i = 0; i < TIME_BYTES; i++) {
            millis = (millis << Byte.SIZE) | (messageId.byteAt(i) & 0xFF);
        }
        return millis >> BUCKET_BITS;
    }

    /** The end of the second in which something ends, in seconds since the epoch. */
    private static long second(long timeMs) {
        return (timeMs + SLACK_MS) / SECOND_MS + 1;
    }
}
