package io.creto.messaging.jobs.io;

import io.creto.messaging.v1.RejectionReason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What every operator of ours counts, under {@code creto}: {@code in}, {@code out}, {@code parked}, {@code repeated}, {@code
 * refused} by {@code reason}, and {@code processing_micros} over the last events. Counters are there from the start.
 */
public final class OperatorMetrics {
    private static final int WINDOW = 1000;
    private static final long NANOS_PER_MICRO = 1000;
    private static final String PREFIX = "REJECTION_REASON_";

    private final Counter in;
    private final Counter out;
    private final Counter parked;
    private final Counter repeated;
    private final DescriptiveStatisticsHistogram micros;
    private final Map<RejectionReason, Counter> refused = new EnumMap<>(RejectionReason.class);

    /** @param operator the metric group of the operator */
    public OperatorMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup("creto");
        this.in = group.counter("in");
        this.out = group.counter("out");
        this.parked = group.counter("parked");
        this.repeated = group.counter("repeated");
        this.micros = group.histogram("processing_micros", new DescriptiveStatisticsHistogram(WINDOW));
        for (RejectionReason reason : RejectionReason.values()) {
            if (reason != RejectionReason.UNRECOGNIZED) {
                String name = reason.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                refused.put(reason, group.addGroup("reason", name).counter("refused"));
            }
        }
    }

    /** An element came in. */
    public void in() {
        in.inc();
    }

    /** An element went out. */
    public void out() {
        out.inc();
    }

    /** An element is held back. */
    public void parked() {
        parked.inc();
    }

    /** An element came again. */
    public void repeated() {
        repeated.inc();
    }

    /** Something was refused. */
    public void refused(RejectionReason reason) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.inc();
        }
    }

    /** An event took so long. */
    public void took(long nanos) {
        micros.update(nanos / NANOS_PER_MICRO);
    }
}
