package io.creto.messaging.gateway.log;

/**
 * Where and when the log has a record.
 *
 * @param partition where
 * @param timeMs its append time by the log's clock, milliseconds since the epoch: the ingest time
 */
public record Appended(IngestPartition partition, long timeMs) {}
