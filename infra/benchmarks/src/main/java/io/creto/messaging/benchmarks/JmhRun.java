package io.creto.messaging.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH over the benchmarks that match one pattern and not another. Progress goes to standard error, so that standard output holds results only. */
final class JmhRun {
    private static final int WARMUP_SECONDS = 10;

    private JmhRun() {}

    static Map<String, Measurement> measure(String include, String exclude, int forks, int seconds)
            throws RunnerException {
        Options options = new OptionsBuilder()
                .include(include)
                .exclude(exclude)
                .forks(forks)
                .warmupIterations(WARMUP_SECONDS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .build();
        Map<String, Measurement> measured = new LinkedHashMap<>();
        for (RunResult run :
                new Runner(options, OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL)).run()) {
            Measurement measurement = measurement(run);
            measured.put(measurement.name(), measurement);
        }
        return measured;
    }

    private static Measurement measurement(RunResult run) {
        double[] scores = run.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .sorted()
                .toArray();
        Result<?> allocated = run.getAggregatedResult().getSecondaryResults().get("gc.alloc.rate.norm");
        return new Measurement(
                name(run.getParams()),
                scores[scores.length / 2],
                scores[0],
                scores[scores.length - 1],
                allocated == null ? Double.NaN : allocated.getScore());
    }

    private static String name(BenchmarkParams params) {
        String benchmark = params.getBenchmark();
        int method = benchmark.lastIndexOf('.');
        String name = benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
        String values = params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(","));
        return values.isEmpty() ? name : name + ":" + values;
    }
}
