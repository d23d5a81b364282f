package io.creto.messaging.benchmarks.authz;

import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.jobs.policy.CompiledPolicy;
import io.creto.messaging.jobs.policy.PolicyAnswer;
import io.creto.messaging.jobs.policy.PolicyCompiler;
import io.creto.messaging.jobs.policy.PolicyException;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Loads policies and decides, one thread. */
final class AuthzRun {
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final int INPUTS = 1 << 16;
    private static final long TIME_MS = 1_700_000_000_000L;
    private static final int DISTINCT_CONDITIONS = 300;
    private static final double MICROS_PER_MILLI = 1000;

    private final int fleets;
    private final int rules;
    private final int decisions;
    private final Consumer<String> progress;

    /**
     * @param fleets with a policy each
     * @param rules of each
     * @param decisions measured for each mix; as many come before and count for nothing
     * @param progress is told what is done
     */
    AuthzRun(int fleets, int rules, int decisions, Consumer<String> progress) {
        this.fleets = fleets;
        this.rules = rules;
        this.decisions = decisions;
        this.progress = progress;
    }

    AuthzResult measure() throws PolicyException {
        double conditionBytes = conditionBytes();
        List<AuthzResult.Row> rows = new ArrayList<>();
        for (Mix mix : Mix.values()) {
            progress.accept(mix.title() + ": " + fleets + " fleets × " + rules + " rules");
            rows.add(measure(mix));
        }
        return new AuthzResult(rows, conditionBytes);
    }

    private AuthzResult.Row measure(Mix mix) throws PolicyException {
        long before = usedHeap();
        long start = System.nanoTime();
        Workload workload = Workload.of(mix, fleets, rules);
        double compileMicros = (System.nanoTime() - start) / 1e3 / fleets / rules;
        double bytesPerThousand = (usedHeap() - before) * 1e3 / fleets / rules;
        Workload.Input[] inputs = workload.inputs(INPUTS, new Random(1));
        check(workload, inputs);
        decide(workload, inputs);
        Latencies took = decide(workload, inputs);
        return new AuthzResult.Row(
                mix,
                took.count(),
                took.p50() * MICROS_PER_MILLI,
                took.p99() * MICROS_PER_MILLI,
                took.max() * MICROS_PER_MILLI,
                bytesPerThousand,
                compileMicros);
    }

    /** A fast wrong answer is worth nothing. */
    private static void check(Workload workload, Workload.Input[] inputs) {
        for (Workload.Input input : inputs) {
            PolicyAnswer answer = workload.decide(input, TIME_MS);
            if (!answer.rule().equals(input.rule()) || answer.error().isPresent()) {
                throw new IllegalStateException(input + " was decided by " + answer);
            }
        }
    }

    private Latencies decide(Workload workload, Workload.Input[] inputs) {
        long[] nanos = new long[decisions];
        int permitted = 0;
        for (int i = 0; i < decisions; i++) {
            Workload.Input input = inputs[i % INPUTS];
            long start = System.nanoTime();
            PolicyAnswer answer = workload.decide(input, TIME_MS + i);
            nanos[i] = System.nanoTime() - start;
            permitted += answer.permitted() ? 1 : 0;
        }
        progress.accept("  " + decisions + " decisions, " + permitted + " permitted");
        return Latencies.of(nanos);
    }

    /** The same rules, with and without a condition that no other has; before that once for all that is made once. */
    private static double conditionBytes() throws PolicyException {
        heapOf("channel");
        long without = heapOf("");
        return (double) (heapOf("sender.id") - without) / DISTINCT_CONDITIONS;
    }

    /** @param text that conditions are about; empty for no conditions */
    private static long heapOf(String text) throws PolicyException {
        Match any = Match.newBuilder().setAny(true).build();
        PolicyDocument.Builder document = PolicyDocument.newBuilder().setId("policy");
        for (int i = 0; i < DISTINCT_CONDITIONS; i++) {
            document.addRules(PolicyRule.newBuilder()
                    .setId("rule-" + i)
                    .setEffect(Effect.EFFECT_PERMIT)
                    .addActions(Action.ACTION_SEND_MESSAGE)
                    .setPrincipal(any)
                    .setResource(any)
                    .setCondition(text.isEmpty() ? "" : text + " != '" + i + "' && context.lane != 'bulk'"));
        }
        PolicyDocument built = document.build();
        long before = usedHeap();
        CompiledPolicy policy = PolicyCompiler.compile("fleet", built);
        try {
            return usedHeap() - before;
        } finally {
            Reference.reachabilityFence(policy);
            Reference.reachabilityFence(built);
        }
    }

    /** After collections: what is still needed. */
    private static long usedHeap() {
        System.gc();
        System.gc();
        return MEMORY.getHeapMemoryUsage().getUsed();
    }
}
