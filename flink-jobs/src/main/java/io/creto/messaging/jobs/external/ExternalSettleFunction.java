package io.creto.messaging.jobs.external;

import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.ExternalAnswer;
import io.creto.messaging.v1.EnvelopeVerdict;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Answers of the external authorization in; what is permitted out, verdicts on the rest by the side. {@link Settlement} decides. */
public final class ExternalSettleFunction extends ProcessFunction<ExternalAnswer, Admitted> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable OperatorMetrics metrics;
    private transient @Nullable Counter checks;
    private transient @Nullable Counter failures;
    private transient @Nullable Histogram micros;

    @Override
    public void open(OpenContext context) {
        metrics = new OperatorMetrics(getRuntimeContext().getMetricGroup());
        checks = metrics.counter("external_checks");
        failures = metrics.counter("external_failures");
        micros = metrics.histogram("external_micros");
    }

    @Override
    public void processElement(ExternalAnswer answer, Context context, Collector<Admitted> out) throws Exception {
        OperatorMetrics counts = Objects.requireNonNull(metrics);
        counts.element(() -> {
            count(answer);
            Settlement settled = Settlement.of(answer);
            settled.permitted().ifPresent(permitted -> {
                out.collect(permitted);
                counts.out();
            });
            settled.refusal().ifPresent(refusal -> announce(refusal, context, counts));
        });
    }

    private void count(ExternalAnswer answer) {
        long asked = answer.getAdmitted().getLeafHashesCount();
        Objects.requireNonNull(checks).inc(asked);
        Objects.requireNonNull(failures).inc(answer.hasResponse() ? 0 : asked);
        Objects.requireNonNull(micros).update(answer.getMicros());
    }

    private static void announce(Announcement refusal, Context context, OperatorMetrics counts) {
        refusal.getVerdict().getEnvelopesList().stream()
                .map(EnvelopeVerdict::getReason)
                .forEach(counts::refused);
        context.output(SideOutputs.ANNOUNCEMENTS, refusal);
    }
}
