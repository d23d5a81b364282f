package io.creto.messaging.jobs.mailbox;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.state.BucketList;
import io.creto.messaging.jobs.state.HeldMessages;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.jobs.state.PendingBucket;
import io.creto.messaging.jobs.state.Recipient;
import io.creto.messaging.jobs.state.ShardRecipient;
import io.creto.messaging.jobs.state.ShardSlice;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what {@link Mailbox} knows of the shard at hand in Flink's keyed state. In front of what every slice reads stand small
 * caches of what this subtask has written itself.
 */
abstract class MailboxStateFunction extends KeyedCoProcessFunction<String, ShardSlice, ShardRecipient, Outgoing>
        implements MailboxMemory {
    private static final int CACHED_RECIPIENTS = 16_384;
    private static final int CACHED_SHARDS = 1024;
    private static final int CACHED_SECONDS = 4096;

    private transient @Nullable MapState<String, Recipient> recipients;
    private transient @Nullable MapState<Long, PendingBucket> buckets;
    private transient @Nullable MapState<Long, BucketList> due;
    private transient @Nullable MapState<String, ShardSlice> receipts;
    private transient @Nullable ValueState<HeldMessages> held;
    private transient @Nullable MapState<Long, ShardSlice> messages;
    private transient @Nullable Cache<Tuple2<String, String>, Recipient> knownRecipients;
    private transient @Nullable Cache<Tuple2<String, Long>, BucketList> knownDue;
    private transient @Nullable Cache<String, HeldMessages> knownHeld;
    private transient String shard = "";

    @Override
    public void open(OpenContext context) {
        var runtime = getRuntimeContext();
        recipients = runtime.getMapState(
                new MapStateDescriptor<>("recipients", Types.STRING, new ProtobufTypeInformation<>(Recipient.class)));
        buckets = runtime.getMapState(
                new MapStateDescriptor<>("pending", Types.LONG, new ProtobufTypeInformation<>(PendingBucket.class)));
        due = runtime.getMapState(
                new MapStateDescriptor<>("due", Types.LONG, new ProtobufTypeInformation<>(BucketList.class)));
        receipts = runtime.getMapState(
                new MapStateDescriptor<>("receipts", Types.STRING, new ProtobufTypeInformation<>(ShardSlice.class)));
        held = runtime.getState(new ValueStateDescriptor<>("held", new ProtobufTypeInformation<>(HeldMessages.class)));
        messages = runtime.getMapState(
                new MapStateDescriptor<>("held-messages", Types.LONG, new ProtobufTypeInformation<>(ShardSlice.class)));
        knownRecipients = new Cache<>(CACHED_RECIPIENTS);
        knownDue = new Cache<>(CACHED_SECONDS);
        knownHeld = new Cache<>(CACHED_SHARDS);
    }

    /** What follows is about this shard, the current key. */
    void about(String shard) {
        this.shard = shard;
    }

    @Override
    public Optional<Recipient> recipient(String agent) throws Exception {
        var cache = opened(knownRecipients);
        var key = Tuple2.of(shard, agent);
        Recipient known = cache.get(key);
        if (known == null) {
            known = opened(recipients).get(agent);
            if (known != null) {
                cache.put(key, known);
            }
        }
        return Optional.ofNullable(known);
    }

    @Override
    public void keep(Recipient recipient) throws Exception {
        opened(recipients).put(recipient.getAgent(), recipient);
        opened(knownRecipients).put(Tuple2.of(shard, recipient.getAgent()), recipient);
    }

    @Override
    public PendingBucket bucket(long number) throws Exception {
        PendingBucket known = opened(buckets).get(number);
        return known == null ? PendingBucket.getDefaultInstance() : known;
    }

    @Override
    public void keep(long number, PendingBucket bucket) throws Exception {
        if (bucket.getBatchesCount() == 0 && bucket.getEarlyCount() == 0) {
            opened(buckets).remove(number);
        } else {
            opened(buckets).put(number, bucket);
        }
    }

    @Override
    public BucketList due(long second) throws Exception {
        var cache = opened(knownDue);
        var key = Tuple2.of(shard, second);
        BucketList known = cache.get(key);
        if (known == null) {
            BucketList stored = opened(due).get(second);
            known = stored == null ? BucketList.getDefaultInstance() : stored;
            cache.put(key, known);
        }
        return known;
    }

    @Override
    public void keepDue(long second, BucketList list) throws Exception {
        if (list.getBucketsCount() == 0) {
            opened(due).remove(second);
            opened(knownDue).remove(Tuple2.of(shard, second));
        } else {
            opened(due).put(second, list);
            opened(knownDue).put(Tuple2.of(shard, second), list);
        }
    }

    @Override
    public Optional<ShardSlice> receipt(ByteString leafHash) throws Exception {
        return Optional.ofNullable(opened(receipts).get(hex(leafHash)));
    }

    @Override
    public void keepReceipt(ByteString leafHash, ShardSlice receipt) throws Exception {
        opened(receipts).put(hex(leafHash), receipt);
    }

    @Override
    public void forgetReceipt(ByteString leafHash) throws Exception {
        opened(receipts).remove(hex(leafHash));
    }

    @Override
    public HeldMessages held() throws Exception {
        var cache = opened(knownHeld);
        HeldMessages known = cache.get(shard);
        if (known == null) {
            HeldMessages stored = opened(held).value();
            known = stored == null ? HeldMessages.getDefaultInstance() : stored;
            cache.put(shard, known);
        }
        return known;
    }

    @Override
    public void keep(HeldMessages list) throws Exception {
        if (list.getHeldCount() == 0) {
            opened(held).clear();
            opened(knownHeld).remove(shard);
        } else {
            opened(held).update(list);
            opened(knownHeld).put(shard, list);
        }
    }

    @Override
    public ShardSlice message(long position) throws Exception {
        return Objects.requireNonNull(opened(messages).get(position), "nothing is held there");
    }

    @Override
    public void hold(long position, ShardSlice message) throws Exception {
        opened(messages).put(position, message);
    }

    @Override
    public void forget(long position) throws Exception {
        opened(messages).remove(position);
    }

    private static String hex(ByteString hash) {
        return HexFormat.of().formatHex(hash.toByteArray());
    }

    private static <S> S opened(@Nullable S state) {
        return Objects.requireNonNull(state, "the operator is not open");
    }
}
