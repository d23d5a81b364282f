package io.creto.messaging.jobs.mailbox;

import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.jobs.state.ShardRecipient;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox operator (architecture §4): slices and recipients, both keyed by delivery shard, in; delivery records out;
 * verdicts by the side. {@link Mailbox} decides, {@link MailboxStateFunction} keeps.
 */
public final class MailboxFunction extends MailboxStateFunction {
    private transient @Nullable Mailbox mailbox;
    private transient @Nullable OperatorMetrics metrics;
    private transient @Nullable Emitter emitter;

    @Override
    public void open(OpenContext context) {
        super.open(context);
        OperatorMetrics counts = new OperatorMetrics(getRuntimeContext().getMetricGroup());
        Emitter output = new Emitter(counts);
        metrics = counts;
        emitter = output;
        mailbox = new Mailbox(this, output);
    }

    @Override
    public void processElement1(ShardSlice slice, Context context, Collector<Outgoing> out) throws Exception {
        Objects.requireNonNull(metrics).element(() -> {
            about(slice.getShard());
            Objects.requireNonNull(emitter).to(context, out);
            Objects.requireNonNull(mailbox).take(slice);
        });
    }

    @Override
    public void processElement2(ShardRecipient recipient, Context context, Collector<Outgoing> out) throws Exception {
        Objects.requireNonNull(metrics).reference(() -> {
            about(recipient.getShard());
            Objects.requireNonNull(emitter).to(context, out);
            Objects.requireNonNull(mailbox)
                    .learn(recipient.getRecipient(), context.timerService().currentWatermark());
        });
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Outgoing> out) throws Exception {
        Objects.requireNonNull(metrics).timer(() -> {
            about(context.getCurrentKey());
            Objects.requireNonNull(emitter).to(context, out);
            Objects.requireNonNull(mailbox).wake(timestamp);
        });
    }

    /** Says what is decided through the context of the event at hand. */
    private static final class Emitter implements MailboxOutput {
        private final OperatorMetrics metrics;
        private final Counter unmatched;
        private final Counter late;
        private @Nullable Context context;
        private @Nullable Collector<Outgoing> out;

        Emitter(OperatorMetrics metrics) {
            this.metrics = metrics;
            this.unmatched = metrics.counter("unmatched");
            this.late = metrics.counter("late_reference");
        }

        void to(Context context, Collector<Outgoing> out) {
            this.context = context;
            this.out = out;
        }

        @Override
        public void deliver(ShardSlice from, Slice slice) {
            metrics.out();
            Objects.requireNonNull(out)
                    .collect(Outgoing.newBuilder()
                            .setTopic(from.getTopic())
                            .setPartition(from.getPartition())
                            .setValue(DeliveryRecord.newBuilder()
                                    .setSlice(slice)
                                    .build()
                                    .toByteString())
                            .build());
        }

        @Override
        public void announce(Announcement announcement) {
            Objects.requireNonNull(context).output(SideOutputs.ANNOUNCEMENTS, announcement);
        }

        @Override
        public void refused(RejectionReason reason) {
            metrics.refused(reason);
        }

        @Override
        public void held() {
            metrics.parked();
        }

        @Override
        public void unmatched() {
            unmatched.inc();
        }

        @Override
        public void learntLate() {
            late.inc();
        }

        @Override
        public void wakeAt(long atMs) {
            Objects.requireNonNull(context).timerService().registerEventTimeTimer(atMs);
        }
    }
}
