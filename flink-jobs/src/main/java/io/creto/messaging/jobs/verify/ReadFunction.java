package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.IngestRecord;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of the ingest topics: names the signer of each batch, so that it can be keyed; drops ticks, whose append
 * time the watermark has already; sends what nobody can read to the dead letters.
 */
public final class ReadFunction extends ProcessFunction<Arrival, Arrival> {
    private transient @Nullable OperatorMetrics metrics;

    @Override
    public void open(OpenContext context) {
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Arrival record, Context context, Collector<Arrival> out) {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        counts.in();
        try {
            IngestRecord ingest = BatchParser.ingestRecord(record.getRecord());
            if (ingest.hasBatch()) {
                String signer =
                        BatchParser.header(ingest.getBatch().getHeader()).getSigner();
                out.collect(record.toBuilder().setSigner(signer).build());
                counts.out();
            }
        } catch (WireException e) {
            counts.refused(e.reason());
            String detail = String.valueOf(e.getMessage());
            context.output(SideOutputs.DEAD_LETTERS, RejectionRecords.deadLetter(record, e.reason(), detail));
        }
    }
}
