package io.creto.messaging.jobs.io;

import java.io.IOException;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink without state whose writers close without a word. The JDBC connector's flush once more when they close, and throw
 * where the database is gone; to Flink an exception at that point is fatal, and it shuts down the whole TaskManager with every
 * other job on it. Nothing is lost by keeping quiet: writers are closed after a checkpoint, which has flushed them, or after a
 * failure, which reads their rows again.
 *
 * @param <T> what is written
 */
final class QuietCloseSink<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(QuietCloseSink.class);

    private final Sink<T> sink;

    QuietCloseSink(Sink<T> sink) {
        this.sink = sink;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
        return new QuietCloseWriter<>(sink.createWriter(context));
    }

    private record QuietCloseWriter<T>(SinkWriter<T> writer) implements SinkWriter<T> {
        @Override
        public void write(T element, Context context) throws IOException, InterruptedException {
            writer.write(element, context);
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            writer.flush(endOfInput);
        }

        @Override
        public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
            writer.writeWatermark(watermark);
        }

        /** The first try may end at the flush, before the connection is closed; the second has nothing to flush. */
        @Override
        public void close() {
            if (!closes()) {
                var unused = closes();
            }
        }

        private boolean closes() {
            try {
                writer.close();
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (Exception e) {
                LOG.warn("a writer closes with rows unwritten, which will be read again: {}", e.toString());
                return false;
            }
        }
    }
}
