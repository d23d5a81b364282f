package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.schemas.WireException;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Cuts the records of topic {@code identities} into shares for the signers that need them: {@link IdentityShares}. */
public final class ShareFunction extends ProcessFunction<Arrival, IdentityShare> {
    private transient @Nullable OperatorMetrics metrics;

    @Override
    public void open(OpenContext context) {
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Arrival record, Context context, Collector<IdentityShare> out) {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        counts.in();
        try {
            for (IdentityShare share : IdentityShares.of(record.getRecord())) {
                out.collect(share);
                counts.out();
            }
        } catch (WireException e) {
            counts.refused(e.reason());
            String detail = String.valueOf(e.getMessage());
            context.output(SideOutputs.DEAD_LETTERS, RejectionRecords.deadLetter(record, e.reason(), detail));
        }
    }
}
