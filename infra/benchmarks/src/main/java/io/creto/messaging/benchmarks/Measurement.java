package io.creto.messaging.benchmarks;

/**
 * One benchmark's result.
 *
 * @param name class, method and parameters, such as {@code BatchBenchmark.verify:64}
 * @param microseconds median over all iterations of all forks, per operation
 * @param lowest fastest iteration, microseconds per operation
 * @param highest slowest iteration, microseconds per operation
 * @param allocatedBytes heap allocated per operation
 */
public record Measurement(String name, double microseconds, double lowest, double highest, double allocatedBytes) {}
