package io.creto.messaging.benchmarks.access;

/**
 * How much is measured.
 *
 * @param warmUpRounds of each row before the measured ones, which count for nothing: the code is compiled in them
 * @param rounds of each row
 * @param batches of one message that are submitted in each round; a sixteenth in batches of 64
 * @param records that stand in the delivery partition, and are read in each round
 * @param seconds at 200 records a second in each round of latency
 */
record AccessPlan(int warmUpRounds, int rounds, int batches, int records, int seconds) {}
