package io.creto.messaging.jobs.mailbox;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.EarlyReceipt;
import io.creto.messaging.jobs.state.PendingBucket;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.v1.Acknowledge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Receipts that came before their messages. Anybody may acknowledge any id, so a bucket, which every message of its instant
 * reads, only says which there are; the receipts themselves stand apart and are read by their messages alone. Bounded:
 * {@link #MAX_RECEIPTS} a bucket, {@link #MAX_OF_SIGNER} of them of one signer.
 */
final class EarlyReceipts {
    /** Receipts of a bucket. */
    static final int MAX_RECEIPTS = 1024;
    /** Receipts of a bucket that one signer has sent. */
    static final int MAX_OF_SIGNER = 256;

    private final MailboxMemory memory;

    EarlyReceipts(MailboxMemory memory) {
        this.memory = memory;
    }

    /** What a bucket is to say of a receipt. */
    static EarlyReceipt entry(ShardSlice receipt) throws Exception {
        Acknowledge acknowledge = Receipts.acknowledge(receipt, 0);
        return EarlyReceipt.newBuilder()
                .setUntilMs(receipt.getSlice().getIngestTimeMs())
                .setLeafHash(receipt.getLeafHashes(0))
                .setSigner(
                        BatchParser.header(receipt.getSlice().getBatchHeader()).getSigner())
                .setSender(acknowledge.getSender())
                .setMessageId(acknowledge.getMessageId())
                .build();
    }

    /** Whether the same receipt is kept already. */
    static boolean has(PendingBucket.Builder bucket, EarlyReceipt entry) {
        return bucket.getEarlyList().stream()
                .anyMatch(known -> known.getLeafHash().equals(entry.getLeafHash()));
    }

    /** Whether there is room for another one of its signer. */
    static boolean hasRoom(PendingBucket.Builder bucket, EarlyReceipt entry) {
        return bucket.getEarlyCount() < MAX_RECEIPTS
                && bucket.getEarlyList().stream()
                                .filter(known -> known.getSigner().equals(entry.getSigner()))
                                .count()
                        < MAX_OF_SIGNER;
    }

    /** Keeps a receipt. */
    void add(PendingBucket.Builder bucket, EarlyReceipt entry, ShardSlice receipt) throws Exception {
        bucket.addEarly(entry);
        memory.keepReceipt(entry.getLeafHash(), receipt);
    }

    /** Takes out the receipts of a message, by order of arrival. */
    List<ShardSlice> take(PendingBucket.Builder bucket, String sender, ByteString messageId) throws Exception {
        List<ShardSlice> found = new ArrayList<>();
        for (EarlyReceipt entry : remove(
                bucket,
                known -> known.getMessageId().equals(messageId)
                        && known.getSender().equals(sender))) {
            memory.receipt(entry.getLeafHash()).ifPresent(found::add);
            memory.forgetReceipt(entry.getLeafHash());
        }
        return found;
    }

    /** Forgets receipts whose time is over, and says how many. */
    int forget(PendingBucket.Builder bucket, Predicate<EarlyReceipt> ended) throws Exception {
        List<EarlyReceipt> removed = remove(bucket, ended);
        for (EarlyReceipt entry : removed) {
            memory.forgetReceipt(entry.getLeafHash());
        }
        return removed.size();
    }

    private static List<EarlyReceipt> remove(PendingBucket.Builder bucket, Predicate<EarlyReceipt> wanted) {
        List<EarlyReceipt> removed =
                bucket.getEarlyList().stream().filter(wanted).toList();
        if (!removed.isEmpty()) {
            List<EarlyReceipt> left =
                    bucket.getEarlyList().stream().filter(wanted.negate()).toList();
            bucket.clearEarly().addAllEarly(left);
        }
        return removed;
    }
}
