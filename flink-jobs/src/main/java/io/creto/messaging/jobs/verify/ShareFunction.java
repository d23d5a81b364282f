package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.announce.RejectionRecords;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.IdentityRecord;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the records of topic {@code identities} into shares for those who need them: what signers' verification needs out,
 * fleets and recipients by the side.
 */
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
            IdentityRecord identity = RecordParser.identity(record.getRecord());
            for (IdentityShare share : IdentityShares.of(identity)) {
                out.collect(share);
                counts.out();
            }
            FleetShares.of(identity).ifPresent(fleet -> context.output(SideOutputs.FLEETS, fleet));
            IdentityShares.recipient(identity).ifPresent(news -> context.output(SideOutputs.RECIPIENTS, news));
        } catch (WireException e) {
            counts.refused(e.reason());
            String detail = String.valueOf(e.getMessage());
            context.output(SideOutputs.DEAD_LETTERS, RejectionRecords.deadLetter(record, e.reason(), detail));
        }
    }
}
