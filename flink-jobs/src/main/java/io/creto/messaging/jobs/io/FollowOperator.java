package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.io.LogEnds.Extent;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.ReadOffset;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes a topic's records on, and says after them, again and again, that it has been read up: all that it held a moment ago. From a
 * topic that is quiet nobody can tell otherwise whether nothing was written or nothing can be read. Right behind its source, which
 * has to read all of the topic in one subtask; the topic is not written to in transactions, whose ends take offsets and are no records.
 */
public final class FollowOperator extends AbstractStreamOperator<Arrival>
        implements OneInputStreamOperator<Arrival, Arrival> {
    /** How long after an answer the topic's end is asked for again. */
    public static final long ASK_AGAIN_MS = 5_000;

    private static final long LOOK_MS = 100;
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(FollowOperator.class);
    private static final ListStateDescriptor<ReadOffset> OFFSETS =
            new ListStateDescriptor<>("read-offsets", new ProtobufTypeInformation<>(ReadOffset.class));

    private final LogEnds.Factory factory;
    private transient ReadPosition position;
    private transient @Nullable LogEnds ends;
    private transient @Nullable CompletableFuture<Map<Integer, Extent>> asked;
    private transient @Nullable ListState<ReadOffset> offsets;

    /** @param factory of the ends of the topic that comes in */
    public FollowOperator(LogEnds.Factory factory) {
        this.factory = factory;
        this.position = new ReadPosition();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        position = new ReadPosition();
        ListState<ReadOffset> kept = context.getOperatorStateStore().getListState(OFFSETS);
        position.restore(kept.get());
        offsets = kept;
    }

    @Override
    public void open() throws Exception {
        super.open();
        ends = factory.open();
        wakeIn(0);
    }

    @Override
    public void processElement(StreamRecord<Arrival> element) {
        output.collect(element);
        position.passed(element.getValue().getPartition(), element.getValue().getOffset());
        sayIfReached();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        Objects.requireNonNull(offsets).update(position.stored());
    }

    @Override
    public void close() throws Exception {
        LogEnds opened = ends;
        if (opened != null) {
            opened.close();
        }
        super.close();
    }

    /** Asks, and looks for the answer from time to time: it comes on another thread, which may touch nothing here. */
    private void look() {
        CompletableFuture<Map<Integer, Extent>> answer = asked;
        if (answer == null) {
            asked = Objects.requireNonNull(ends).ask();
            wakeIn(LOOK_MS);
        } else if (answer.isDone()) {
            asked = null;
            try {
                position.seek(answer.join());
                sayIfReached();
            } catch (RuntimeException e) { // what a failed answer throws
                LOG.warn("how far a topic reaches cannot be found out: {}", String.valueOf(e.getCause()));
            }
            wakeIn(ASK_AGAIN_MS);
        } else {
            wakeIn(LOOK_MS);
        }
    }

    private void sayIfReached() {
        if (position.isReached()) {
            output.collect(new StreamRecord<>(Arrival.newBuilder()
                    .setReadUp(true)
                    .setIngestTimeMs(getProcessingTimeService().getCurrentProcessingTime())
                    .build()));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails in a timer fails the task
    private void wakeIn(long millis) {
        var clock = getProcessingTimeService();
        clock.registerTimer(clock.getCurrentProcessingTime() + millis, now -> look());
    }
}
