package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.localstack.home.TemporaryHome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the whole stack costs, and how fast it is from agent to agent.
 *
 * @param firstStartSeconds of a stack that makes its data directory
 * @param warmStartSeconds of the same stack once more
 * @param idleBytes resident memory after the idle time
 * @param idleCores cores in use on average over the idle time, 1 = one core
 * @param sdk from {@code send} to the handler
 */
record StackCost(double firstStartSeconds, double warmStartSeconds, long idleBytes, double idleCores, Latencies sdk) {

    /**
     * Measures in the order: first start, agents talk, stop, warm start, settle, idle, stop.
     *
     * @param settleSeconds that pass before the idle time
     * @param idleSeconds over which CPU time is taken
     */
    static StackCost measure(int warmUpSeconds, int seconds, int settleSeconds, int idleSeconds) {
        try (TemporaryHome temporary = TemporaryHome.create()) {
            double first;
            Latencies sdk;
            try (StackProcess stack = StackProcess.start(temporary.home())) {
                first = stack.startSeconds();
                sdk = SdkLatency.measure(temporary.home(), warmUpSeconds, seconds);
            }
            try (StackProcess stack = StackProcess.start(temporary.home())) {
                pause(settleSeconds);
                Duration before = stack.usage().cpu();
                long started = System.nanoTime();
                pause(idleSeconds);
                ProcessUsage after = stack.usage();
                double cores = (double) after.cpu().minus(before).toNanos() / (System.nanoTime() - started);
                return new StackCost(first, stack.startSeconds(), after.residentBytes(), cores, sdk);
            }
        }
    }

    private static void pause(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            throw Broker.interrupted(e);
        }
    }
}
