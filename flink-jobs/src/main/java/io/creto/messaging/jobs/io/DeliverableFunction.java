package io.creto.messaging.jobs.io;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.RejectionReason;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the sink: a record for a delivery partition that does not exist becomes a dead letter, INTERNAL. The sink would
 * wait a minute for it and then fail, and the job would meet the same record after each restart: one fleet whose topics nobody
 * has made, or has made with fewer partitions, would stop all others. A topic that is deleted while records are being written to
 * it may cost one restart. While Kafka does not answer, records go on to the sink, which waits as it does for any other. Topics
 * that exist once in a deployment are not looked up: where one is missing, nothing can go on.
 */
public final class DeliverableFunction extends ProcessFunction<Outgoing, Outgoing> {
    private static final long serialVersionUID = 1L;

    private final TopicDirectory.Factory factory;
    private transient @Nullable TopicDirectory directory;
    private transient @Nullable KnownTopics topics;
    private transient @Nullable OperatorMetrics metrics;

    /** @param factory of what the sink can write to */
    public DeliverableFunction(TopicDirectory.Factory factory) {
        this.factory = factory;
    }

    @Override
    public void open(OpenContext context) {
        TopicDirectory opened = factory.open();
        directory = opened;
        topics = new KnownTopics(opened);
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Outgoing record, Context context, Collector<Outgoing> out) throws Exception {
        Objects.requireNonNull(metrics).element(() -> pass(record, context, out));
    }

    private void pass(Outgoing record, Context context, Collector<Outgoing> out) throws Exception {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        long now = context.timerService().currentProcessingTime();
        OptionalInt partitions = record.hasPartition()
                ? Objects.requireNonNull(topics).partitions(record.getTopic(), record.getPartition(), now)
                : OptionalInt.empty();
        if (partitions.isEmpty() || partitions.getAsInt() > record.getPartition()) {
            counts.out();
            out.collect(record);
        } else {
            counts.refused(RejectionReason.REJECTION_REASON_INTERNAL);
            Long logTime = context.timestamp();
            out.collect(deadLetter(record, partitions.getAsInt(), logTime == null ? now : logTime));
        }
    }

    private static Outgoing deadLetter(Outgoing record, int partitions, long recordedAtMs) {
        String detail = partitions == 0
                ? "could not be written: there is no such topic"
                : "could not be written: the topic has " + partitions + " partitions";
        ByteString value = record.getValue();
        return OutgoingRecords.deadLetter(DeadLetter.newBuilder()
                .setReason(RejectionReason.REJECTION_REASON_INTERNAL)
                .setDetail(detail)
                .setRecordedAtMs(recordedAtMs)
                .setTopic(record.getTopic())
                .setPartition(record.getPartition())
                .setRecord(value.substring(0, Math.min(value.size(), WireLimits.MAX_BATCH_BYTES)))
                .build());
    }

    @Override
    public void close() {
        TopicDirectory opened = directory;
        if (opened != null) {
            opened.close();
        }
    }
}
