package io.creto.messaging.benchmarks.access;

/**
 * One row of submission.
 *
 * @param row what was submitted
 * @param doors the secured door beside the open one, counted in messages
 */
record SubmitResult(SubmitRow row, Paired doors) {}
