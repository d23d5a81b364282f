package io.creto.messaging.benchmarks.pipeline;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Records for an ingest topic, made once and read for each round, on disk: they are more than the heap should hold. Deleted
 * when closed. Not thread-safe.
 */
final class BatchFile implements AutoCloseable {
    private final Path file;
    private final Workload workload;
    private int batches;
    private long slices;

    /**
     * A record.
     *
     * @param signer the record's key
     * @param timestampMs its ingest time
     * @param value the serialized IngestRecord
     */
    record Entry(String signer, long timestampMs, ByteString value) {
        byte[] key() {
            return signer.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Takes records as they are made. */
    @FunctionalInterface
    interface Source {
        /** Gives each record. */
        void writeTo(Sink sink) throws IOException;
    }

    /** Where records are written. */
    @FunctionalInterface
    interface Sink {
        /**
         * Writes one.
         *
         * @param slices how many the job will cut the batch into; 0: it is not of the workload
         */
        void write(Entry entry, int slices) throws IOException;
    }

    private BatchFile(Path file, Workload workload) {
        this.file = file;
        this.workload = workload;
    }

    /** Writes what a source makes. */
    static BatchFile write(Workload workload, Source source) throws IOException {
        Path file = Files.createTempFile("creto-bench-", ".batches");
        BatchFile made = new BatchFile(file, workload);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            source.writeTo((entry, slices) -> {
                out.writeUTF(entry.signer());
                out.writeLong(entry.timestampMs());
                out.writeInt(entry.value().size());
                entry.value().writeTo(out);
                made.batches++;
                made.slices += slices;
            });
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
        return made;
    }

    Workload workload() {
        return workload;
    }

    /** How many there are, settling ones included. */
    int batches() {
        return batches;
    }

    /** How many slices the batches of the workload are cut into. */
    long slices() {
        return slices;
    }

    /** Gives the records {@code from} (inclusive) to {@code until} (exclusive), in order. */
    void forEach(int from, int until, Consumer<Entry> taker) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (int i = 0; i < Math.min(until, batches); i++) {
                String signer = in.readUTF();
                long timestampMs = in.readLong();
                byte[] value = new byte[in.readInt()];
                in.readFully(value);
                if (i >= from) {
                    taker.accept(new Entry(signer, timestampMs, UnsafeByteOperations.unsafeWrap(value)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
