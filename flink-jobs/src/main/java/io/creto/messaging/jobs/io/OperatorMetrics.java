package io.creto.messaging.jobs.io;

import io.creto.messaging.v1.RejectionReason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What every operator of ours counts, under {@code creto}: {@code in}, {@code reference}, {@code out}, {@code parked}, {@code
 * repeated}, {@code refused} by {@code reason}, and {@code processing_micros} over the last events. Counters are there from the
 * start. Who handles an event does so through {@link #element}, {@link #reference} or {@link #timer}.
 */
public final class OperatorMetrics {
    private static final int WINDOW = 1000;
    private static final String PREFIX = "REJECTION_REASON_";

    /**
     * What is done for one event.
     *
     * @param <E> what may go wrong
     */
    @FunctionalInterface
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    private final MetricGroup group;
    private final Counter in;
    private final Counter reference;
    private final Counter out;
    private final Counter parked;
    private final Counter repeated;
    private final ProcessingTime processing;
    private final Map<RejectionReason, Counter> refused = new EnumMap<>(RejectionReason.class);

    /** @param operator the metric group of the operator */
    public OperatorMetrics(MetricGroup operator) {
        this.group = operator.addGroup("creto");
        this.in = group.counter("in");
        this.reference = group.counter("reference");
        this.out = group.counter("out");
        this.parked = group.counter("parked");
        this.repeated = group.counter("repeated");
        this.processing = new ProcessingTime(histogram("processing_micros"), System::nanoTime);
        for (RejectionReason reason : RejectionReason.values()) {
            if (reason != RejectionReason.UNRECOGNIZED) {
                String name = reason.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                refused.put(reason, group.addGroup("reason", name).counter("refused"));
            }
        }
    }

    /** An element came in. */
    public <E extends Exception> void element(Work<E> work) throws E {
        in.inc();
        processing.of(work);
    }

    /** An element of reference data came in, beside those that are worked on. */
    public <E extends Exception> void reference(Work<E> work) throws E {
        reference.inc();
        processing.of(work);
    }

    /** A timer fired. */
    public <E extends Exception> void timer(Work<E> work) throws E {
        processing.of(work);
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

    /** A counter that one operator has and others have not. */
    public Counter counter(String name) {
        return group.counter(name);
    }

    /** A distribution that one operator has and others have not, over the last values. */
    public Histogram histogram(String name) {
        return group.histogram(name, new DescriptiveStatisticsHistogram(WINDOW));
    }
}
