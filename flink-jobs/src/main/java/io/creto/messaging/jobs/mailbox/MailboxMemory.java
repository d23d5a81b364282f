package io.creto.messaging.jobs.mailbox;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.BucketList;
import io.creto.messaging.jobs.state.HeldMessages;
import io.creto.messaging.jobs.state.PendingBucket;
import io.creto.messaging.jobs.state.Recipient;
import io.creto.messaging.jobs.state.ShardSlice;
import java.util.Optional;

/** What is kept of one shard. Whoever implements it decides where; its failures are failures of the store. */
interface MailboxMemory {
    /** What is known of an agent. */
    Optional<Recipient> recipient(String agent) throws Exception;

    /** Keeps what is known of an agent. */
    void keep(Recipient recipient) throws Exception;

    /** A bucket of pending messages. */
    PendingBucket bucket(long number) throws Exception;

    /** Keeps a bucket; an empty one leaves nothing behind. */
    void keep(long number, PendingBucket bucket) throws Exception;

    /** Which buckets hold something that ends in a second since the epoch. */
    BucketList due(long second) throws Exception;

    /** Keeps that list; an empty one leaves nothing behind. */
    void keepDue(long second, BucketList buckets) throws Exception;

    /** The receipt, a slice of one acknowledgement, that is kept under its leaf hash. */
    Optional<ShardSlice> receipt(ByteString leafHash) throws Exception;

    /** Keeps a receipt under its leaf hash. */
    void keepReceipt(ByteString leafHash, ShardSlice receipt) throws Exception;

    /** Forgets the receipt under a leaf hash, if there is one. */
    void forgetReceipt(ByteString leafHash) throws Exception;

    /** The list of messages that are held. */
    HeldMessages held() throws Exception;

    /** Keeps that list; an empty one leaves nothing behind. */
    void keep(HeldMessages held) throws Exception;

    /** The held message of a position. */
    ShardSlice message(long position) throws Exception;

    /** Holds a message at a position. */
    void hold(long position, ShardSlice message) throws Exception;

    /** Forgets the message of a position. */
    void forget(long position) throws Exception;
}
