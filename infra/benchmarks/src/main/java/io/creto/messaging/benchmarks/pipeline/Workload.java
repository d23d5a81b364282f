package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.v1.Report;

/**
 * What is sent through the job in one row of the table.
 *
 * @param name of the row
 * @param batchSize envelopes in each batch, from 1
 * @param report what the senders want to hear
 * @param messages envelopes in all, a multiple of the batch size
 * @param perLogSecond how many messages the log's own clock sees in a second: it decides how the mailbox's state is grouped
 */
record Workload(String name, int batchSize, Report report, int messages, int perLogSecond) {
    private static final int LARGE_BATCH = 64;
    private static final int LARGE_FACTOR = 3;
    private static final int ONE_BY_ONE_PER_SECOND = 4_000;
    private static final int BATCHED_PER_SECOND = 16_000;

    /** @throws IllegalArgumentException if the last batch would not be full */
    Workload {
        if (batchSize < 1 || messages < batchSize || messages % batchSize != 0) {
            throw new IllegalArgumentException(messages + " messages in batches of " + batchSize);
        }
    }

    /** Batches of one envelope. */
    static Workload single(Report report, int messages) {
        return new Workload(name("batches of 1", report), 1, report, messages, ONE_BY_ONE_PER_SECOND);
    }

    /** Batches of 64, three times as many messages, because they are faster. */
    static Workload batched(Report report, int messages) {
        int batches = Math.max(1, messages * LARGE_FACTOR / LARGE_BATCH);
        return new Workload(
                name("batches of 64", report), LARGE_BATCH, report, batches * LARGE_BATCH, BATCHED_PER_SECOND);
    }

    /** Number of batches. */
    int batches() {
        return messages / batchSize;
    }

    /** When a batch is made, milliseconds after the first. */
    long millis(int batch) {
        return (long) batch * batchSize * 1000 / perLogSecond;
    }

    private static String name(String size, Report report) {
        return report == Report.REPORT_NONE ? size : size + ", verdicts wanted";
    }
}
