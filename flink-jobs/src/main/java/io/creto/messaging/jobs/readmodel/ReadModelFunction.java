package io.creto.messaging.jobs.readmodel;

import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.ReadModelRow;
import io.creto.messaging.schemas.WireException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of records: {@link ReadModelRows}. The database is prepared before the first: where it is not there, the task
 * fails and is tried again, so the job may start before its database.
 */
public final class ReadModelFunction extends ProcessFunction<Arrival, ReadModelRow> {
    private static final long serialVersionUID = 1L;

    private final Preparation preparation;
    private transient @Nullable OperatorMetrics metrics;

    /** @param preparation of the tables */
    public ReadModelFunction(Preparation preparation) {
        this.preparation = preparation;
    }

    @Override
    public void open(OpenContext context) {
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
        preparation.run();
    }

    @Override
    public void processElement(Arrival record, Context context, Collector<ReadModelRow> out) {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        counts.in();
        try {
            for (ReadModelRow row : ReadModelRows.of(record)) {
                out.collect(row);
                counts.out();
            }
        } catch (WireException e) {
            counts.refused(e.reason());
            String detail = String.valueOf(e.getMessage());
            context.output(SideOutputs.DEAD_LETTERS, RejectionRecords.deadLetter(record, e.reason(), detail));
        }
    }
}
