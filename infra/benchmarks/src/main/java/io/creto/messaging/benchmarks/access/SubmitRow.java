package io.creto.messaging.benchmarks.access;

import io.creto.messaging.benchmarks.access.SubmitLoad.Way;

/** What is submitted in one row of the table. */
enum SubmitRow {
    STREAM_SINGLES("SubmitStream, batches of 1", Way.STREAM, 1, 1),
    STREAM_LARGE("SubmitStream, batches of 64", Way.STREAM, 64, 16),
    UNARY_SINGLES("Submit, batches of 1", Way.UNARY, 1, 1);

    private final String title;
    private final Way way;
    private final int batchSize;
    private final int fewer;

    /** @param fewer by which factor there are fewer batches, because each takes longer */
    SubmitRow(String title, Way way, int batchSize, int fewer) {
        this.title = title;
        this.way = way;
        this.batchSize = batchSize;
        this.fewer = fewer;
    }

    String title() {
        return title;
    }

    Way way() {
        return way;
    }

    /** Envelopes in each batch. */
    int batchSize() {
        return batchSize;
    }

    /** How many batches a round has, where one of single batches has so many. */
    int batches(int singles) {
        return Math.max(1, singles / fewer);
    }
}
