package io.creto.messaging.jobs.mailbox;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.BucketList;
import io.creto.messaging.jobs.state.HeldMessages;
import io.creto.messaging.jobs.state.PendingBucket;
import io.creto.messaging.jobs.state.PendingMessage;
import io.creto.messaging.jobs.state.Recipient;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PendingTest {
    private static final long END = NOW + 60_000;
    private static final long SECOND = (END + Pending.SLACK_MS) / 1000 + 1;
    private static final BatchHeader BATCH = BatchHeader.newBuilder()
            .setBatchId(MessageId.create(NOW, RANDOM).toByteString())
            .setSigner("acme/alice")
            .build();

    private final Memory memory = new Memory();
    private final Pending pending = new Pending(memory, new Silence());

    @Test
    void whatNoTimerWouldEndIsRefusedEachTime() throws Exception {
        memory.keepDue(
                SECOND,
                BucketList.newBuilder()
                        .addAllBuckets(
                                LongStream.range(0, Pending.MAX_BUCKETS).boxed().toList())
                        .build());
        assertThat(pending.add(BATCH, message())).isFalse();
        assertThat(pending.add(BATCH, message())).as("of the same event").isFalse();
        pending.store();
        assertThat(memory.buckets)
                .allSatisfy(
                        (number, bucket) -> assertThat(bucket.getBatchesCount()).isZero());
    }

    @Test
    void messagesOfOneInstantShareABucketAndEndTogether() throws Exception {
        assertThat(pending.add(BATCH, message())).isTrue();
        assertThat(pending.add(BATCH, message())).isTrue();
        assertThat(memory.due(SECOND).getBucketsCount()).isEqualTo(1);
        assertThat(pending.expire(SECOND)).hasSize(2);
        assertThat(memory.due(SECOND).getBucketsCount()).isZero();
    }

    private static PendingMessage message() {
        return PendingMessage.newBuilder()
                .setMessageId(MessageId.create(NOW, RANDOM).toByteString())
                .setSender("acme/alice")
                .setExpiresAtMs(END)
                .build();
    }

    /** Buckets and what is due; of recipients and what waits nothing is known. */
    private static final class Memory implements MailboxMemory {
        private final Map<Long, PendingBucket> buckets = new HashMap<>();
        private final Map<Long, BucketList> due = new HashMap<>();

        @Override
        public Optional<Recipient> recipient(String agent) {
            return Optional.empty();
        }

        @Override
        public void keep(Recipient recipient) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PendingBucket bucket(long number) {
            return buckets.getOrDefault(number, PendingBucket.getDefaultInstance());
        }

        @Override
        public void keep(long number, PendingBucket bucket) {
            buckets.put(number, bucket);
        }

        @Override
        public BucketList due(long second) {
            return due.getOrDefault(second, BucketList.getDefaultInstance());
        }

        @Override
        public void keepDue(long second, BucketList list) {
            due.put(second, list);
        }

        @Override
        public Optional<ShardSlice> receipt(ByteString leafHash) {
            return Optional.empty();
        }

        @Override
        public void keepReceipt(ByteString leafHash, ShardSlice receipt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void forgetReceipt(ByteString leafHash) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HeldMessages held() {
            return HeldMessages.getDefaultInstance();
        }

        @Override
        public void keep(HeldMessages list) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ShardSlice message(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void hold(long position, ShardSlice message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void forget(long position) {
            throw new UnsupportedOperationException();
        }
    }

    /** Says nothing to anybody. */
    private static final class Silence implements MailboxOutput {
        @Override
        public void deliver(ShardSlice from, Slice slice) {}

        @Override
        public void announce(Announcement announcement) {}

        @Override
        public void refused(RejectionReason reason) {}

        @Override
        public void held() {}

        @Override
        public void unmatched() {}

        @Override
        public void learntLate() {}

        @Override
        public void wakeAt(long atMs) {}
    }
}
