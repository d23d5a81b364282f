package io.creto.messaging.jobs.command;

import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.schemas.WireException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Reads a command log: single commands with their state keys out; what nobody can read to the dead letters. */
public final class ReadCommandsFunction extends ProcessFunction<Arrival, LoggedCommand> {
    private transient @Nullable OperatorMetrics metrics;

    @Override
    public void open(OpenContext context) {
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Arrival record, Context context, Collector<LoggedCommand> out) {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        counts.in();
        try {
            for (LoggedCommand command : CommandLogs.read(record)) {
                out.collect(command);
                counts.out();
            }
        } catch (WireException e) {
            counts.refused(e.reason());
            String detail = String.valueOf(e.getMessage());
            context.output(SideOutputs.DEAD_LETTERS, RejectionRecords.deadLetter(record, e.reason(), detail));
        }
    }
}
