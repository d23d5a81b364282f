package io.creto.messaging.jobs.announce;

import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.schemas.WireException;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a topic: what they say goes out; what nobody can read goes to the dead letters, with its reason. How old
 * records were when they were read is told by {@code lag_ms}: of reference data, how late it came.
 *
 * @param <T> what they say
 */
public abstract class ReadingFunction<T> extends ProcessFunction<Arrival, T> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable OperatorMetrics metrics;
    private transient @Nullable Histogram lag;

    @Override
    public void open(OpenContext context) throws Exception {
        OperatorMetrics counts = new OperatorMetrics(getRuntimeContext().getMetricGroup());
        metrics = counts;
        lag = counts.histogram("lag_ms");
    }

    @Override
    public final void processElement(Arrival record, Context context, Collector<T> out) {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        Objects.requireNonNull(lag).update(context.timerService().currentProcessingTime() - record.getIngestTimeMs());
        try {
            counts.element(() -> read(record, context, value -> {
                counts.out();
                out.collect(value);
            }));
        } catch (WireException e) {
            counts.refused(e.reason());
            String detail = String.valueOf(e.getMessage());
            context.output(SideOutputs.DEAD_LETTERS, RejectionRecords.deadLetter(record, e.reason(), detail));
        }
    }

    /**
     * Reads one record.
     *
     * @param context for side outputs
     * @throws WireException if it cannot be read; nothing of it has gone out then
     */
    protected abstract void read(Arrival record, Context context, Consumer<T> out) throws WireException;
}
