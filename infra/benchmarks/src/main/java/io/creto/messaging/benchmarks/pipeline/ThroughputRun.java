package io.creto.messaging.benchmarks.pipeline;

import com.sun.management.OperatingSystemMXBean;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.creto.messaging.schemas.Topics;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One round of one row: everything stands in the log, the job reads it as fast as it can. Measured from the moment when half
 * has come out until all has.
 */
final class ThroughputRun {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Broker broker;
    private final FlinkRun run;
    private final Subject subject;
    private final BatchFile batches;

    private ThroughputRun(Broker broker, FlinkRun run, Subject subject, BatchFile batches) {
        this.broker = broker;
        this.run = run;
        this.subject = subject;
        this.batches = batches;
    }

    /**
     * Measures.
     *
     * @param copies how often the batches are sent; more than once only where nobody looks into them
     * @throws IllegalStateException if not exactly what is expected comes out
     */
    static Round measure(Subject subject, BenchFleet fleet, BatchFile batches, int copies, int parallelism) {
        try (Broker broker = Broker.start()) {
            broker.write(fleet.references());
            try (FlinkRun run = FlinkRun.start(broker, parallelism, subject::define)) {
                return new ThroughputRun(broker, run, subject, batches).measure(copies);
            }
        }
    }

    private Round measure(int copies) {
        Workload workload = batches.workload();
        long outputs = subject.outputs(workload, batches.slices()) * copies;
        long expected = BatchMaker.SETTLING + outputs;
        try (Preload preload = new Preload(broker)) {
            preload.begin();
            preload.write(batches, 0, BatchMaker.SETTLING);
            preload.appear();
            awaitOutputs(BatchMaker.SETTLING);
            preload.begin();
            for (int copy = 0; copy < copies; copy++) {
                preload.write(batches, BatchMaker.SETTLING, batches.batches());
            }
            preload.appear();
        }
        long first = awaitOutputs(BatchMaker.SETTLING + outputs / 2);
        long started = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        awaitOutputs(expected);
        double seconds = (System.nanoTime() - started) / 1e9;
        double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3;
        checkOutputs(expected);
        long messages = Math.round((double) (expected - first) / outputs * workload.messages() * copies);
        return new Round(messages, seconds, cpuMicros / messages);
    }

    /** Waits until at least so many records have come out; how many have. */
    private long awaitOutputs(long wanted) {
        long out = broker.records(BenchFleet.delivery());
        long moved = System.nanoTime();
        while (out < wanted) {
            LockSupport.parkNanos(POLL_NANOS);
            long now = broker.records(BenchFleet.delivery());
            if (now > out) {
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STALLED_NANOS) {
                run.check();
                throw new IllegalStateException(
                        "nothing comes out any more: " + now + " of " + wanted + " records" + refused());
            }
            out = now;
        }
        return out;
    }

    private void checkOutputs(long expected) {
        run.check();
        long out = broker.records(BenchFleet.delivery());
        long verdicts = broker.records(Topics.VERDICTS);
        long wanted = subject == Subject.JOB ? Subject.verdicts(batches.workload(), batches.slices()) : 0;
        if (out != expected || verdicts != wanted || broker.records(Topics.DEAD_LETTER) > 0) {
            throw new IllegalStateException(
                    out + " records came out, not " + expected + "; " + wanted + " verdicts wanted" + refused());
        }
    }

    private String refused() {
        return "; " + broker.records(Topics.VERDICTS) + " verdicts, " + broker.records(Topics.DEAD_LETTER)
                + " dead letters";
    }
}
