package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Admitted;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** The authorize operator (architecture §4): slices in, what is permitted of them out, verdicts on the rest by the side. */
public final class AuthorizeFunction extends ProcessFunction<Admitted, Admitted> {
    private transient @Nullable OperatorMetrics metrics;

    @Override
    public void open(OpenContext context) {
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Admitted admitted, Context context, Collector<Admitted> out) throws Exception {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        counts.element(() -> {
            Authorization authorization = Authorization.of(admitted, BuiltInPolicy::decide);
            if (authorization.permitted().getLeafHashesCount() > 0) {
                out.collect(authorization.permitted());
                counts.out();
            }
            authorization.refusal().ifPresent(refusal -> {
                refusal.getVerdict().getEnvelopesList().forEach(envelope -> counts.refused(envelope.getReason()));
                context.output(SideOutputs.ANNOUNCEMENTS, refusal);
            });
        });
    }
}
