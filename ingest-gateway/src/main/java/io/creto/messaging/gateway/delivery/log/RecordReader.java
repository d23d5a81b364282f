package io.creto.messaging.gateway.delivery.log;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a consumer. Whatever goes wrong ends the streams that it concerns, so that their receivers come again with their
 * cursors: better than to go on with a record missing. Thread-safe.
 */
final class RecordReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);
    private static final long PAUSE_MS = 1000;
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Work work;
    private final Failed onFailure;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** What it does again and again. */
    interface Work {
        /** One round; not for longer than about a second. */
        void read(Consumer<byte[], byte[]> consumer) throws InterruptedException;

        /** The consumer is another one now, which reads nothing yet. */
        void begin();
    }

    /** Hears what cannot be read. */
    interface Failed {
        /**
         * Told on the thread.
         *
         * @param topics that are concerned
         */
        void failed(Predicate<String> topics, Throwable why);
    }

    RecordReader(String name, Supplier<Consumer<byte[], byte[]>> consumers, Work work, Failed onFailure) {
        this.consumers = consumers;
        this.work = work;
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    @SuppressWarnings("IllegalCatch") // a defect must not end the thread: nobody would receive any more
    private void run() {
        while (!isClosing()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                work.begin();
                while (!isClosing()) {
                    read(consumer);
                }
            } catch (InterruptedException | InterruptException e) {
                LOG.debug("interrupted to stop");
            } catch (KafkaException e) {
                LOG.warn("deliveries cannot be read, receivers have to come again: {}", e.toString());
                fail(e);
            } catch (Throwable e) {
                LOG.error("a defect in reading deliveries, receivers have to come again", e);
                fail(e);
            }
            pause();
        }
    }

    @SuppressWarnings("IllegalCatch")
    private void fail(Throwable why) {
        try {
            onFailure.failed(topic -> true, why);
        } catch (Throwable e) {
            LOG.error("receivers could not be told", e);
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        try {
            work.read(consumer);
        } catch (WakeupException e) {
            LOG.trace("something has changed");
        } catch (TopicAuthorizationException e) {
            LOG.error("Kafka does not let this gateway read {}: correct its user's rights", e.unauthorizedTopics());
            onFailure.failed(e.unauthorizedTopics()::contains, e);
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    /** Waits a moment for the thread. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
