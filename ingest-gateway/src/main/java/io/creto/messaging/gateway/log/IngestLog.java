package io.creto.messaging.gateway.log;

import io.creto.messaging.gateway.admission.AdmittedBatch;
import io.creto.messaging.gateway.fault.GatewayException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The durable, ordered log that batches go to. Appending never blocks and never throws; what it returns completes in bounded
 * time, normally when all replicas in sync have the record, otherwise with a {@link GatewayException}. After a failure the
 * record may still be in the log. Thread-safe.
 */
public interface IngestLog {
    /** Appends a batch, ordered behind earlier ones of its signer and lane. */
    CompletableFuture<Appended> append(AdmittedBatch batch);

    /**
     * Appends a tick.
     *
     * @param recordValue a serialized IngestRecord
     */
    CompletableFuture<Appended> appendTick(IngestPartition partition, byte[] recordValue);

    /** All partitions, known from the start. */
    List<IngestPartition> partitions();
}
