package io.creto.messaging.jobs.split;

import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.split.SlicePlan.Piece;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.ShardSlice;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The split operator (architecture §4): permitted envelopes in, slices for delivery shards out; commands for their logs by the
 * side.
 */
public final class SplitFunction extends ProcessFunction<Admitted, ShardSlice> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable OperatorMetrics metrics;

    @Override
    public void open(OpenContext context) {
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Admitted admitted, Context context, Collector<ShardSlice> out) throws Exception {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        counts.element(() -> {
            for (Piece piece : SlicePlan.of(admitted, SlicePlan.MAX_SLICE_BYTES).pieces()) {
                if (piece.route() instanceof Route.Shard shard) {
                    out.collect(ShardSlices.of(shard, piece, admitted.getRepeat()));
                    counts.out();
                } else if (piece.route() instanceof Route.Log log && !admitted.getRepeat()) {
                    // A repeat is dropped there anyway.
                    context.output(SideOutputs.RECORDS, ShardSlices.command(log, piece.slice()));
                }
            }
        });
    }
}
