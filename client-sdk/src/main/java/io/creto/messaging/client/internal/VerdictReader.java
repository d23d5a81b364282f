package io.creto.messaging.client.internal;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.ClientConfig;
import io.creto.messaging.client.ClientStartException;
import io.creto.messaging.client.internal.send.SendSide;
import io.creto.messaging.schemas.DeliveryParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the verdicts on what this process has sent, from the signer's own partitions. Begins at their end, before anything is
 * sent: nothing older concerns this incarnation. Apart from the receiver of messages, so that a full inbox never keeps a verdict
 * back.
 */
final class VerdictReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VerdictReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long PAUSE_MS = 1000;
    /** Tag of {@code DeliveryRecord.verdict}: other records need not be parsed to be skipped. */
    private static final byte VERDICT_TAG = (byte) (DeliveryRecord.VERDICT_FIELD_NUMBER << 3 | 2);

    private final Consumer<byte[], byte[]> consumer;
    private final String signer;
    private final SendSide sendSide;
    private final Thread thread;
    private volatile boolean stopped;

    private VerdictReader(Consumer<byte[], byte[]> consumer, String signer, SendSide sendSide) {
        this.consumer = consumer;
        this.signer = signer;
        this.sendSide = sendSide;
        this.thread = new Thread(this::run, "creto-verdicts-" + signer);
        thread.setDaemon(true);
    }

    /**
     * Begins to read; returns when its place is fixed.
     *
     * @throws ClientStartException if Kafka does not answer, refuses, or has no such topic
     */
    static VerdictReader start(ClientConfig config, List<TopicPartition> partitions, SendSide sendSide) {
        String signer = config.agent().toString();
        Consumer<byte[], byte[]> consumer = null;
        try {
            consumer = KafkaConsumers.open(config.kafka(), "creto-verdicts", "latest");
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        } catch (KafkaException e) {
            if (consumer != null) {
                consumer.close();
            }
            throw new ClientStartException(
                    "Kafka at " + config.bootstrapServers() + " does not let " + signer + " read "
                            + partitions.get(0).topic() + ": " + e.getMessage()
                            + "; check that Kafka runs, that the fleet's topics exist, and the credentials",
                    e);
        }
        VerdictReader reader = new VerdictReader(consumer, signer, sendSide);
        reader.thread.start();
        return reader;
    }

    private void run() {
        try (consumer) {
            while (!stopped) {
                read();
            }
        } catch (InterruptedException | InterruptException | WakeupException e) {
            LOG.debug("stopped");
        }
    }

    private void read() throws InterruptedException {
        try {
            List<Verdict> verdicts = verdicts(consumer.poll(POLL));
            if (!verdicts.isEmpty()) {
                sendSide.verdicts(verdicts);
            }
        } catch (InterruptException | WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("verdicts cannot be read, trying on: {}", e.toString());
            Thread.sleep(PAUSE_MS);
        } catch (RuntimeException e) {
            LOG.error("a defect in reading verdicts, trying on", e);
            Thread.sleep(PAUSE_MS);
        }
    }

    private List<Verdict> verdicts(ConsumerRecords<byte[], byte[]> records) {
        List<Verdict> verdicts = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] value = record.value();
            if (value == null || value.length == 0 || value[0] != VERDICT_TAG) {
                continue;
            }
            try {
                Verdict verdict =
                        DeliveryParser.record(ByteString.copyFrom(value)).getVerdict();
                if (verdict.getSigner().equals(signer)) {
                    verdicts.add(verdict);
                }
            } catch (WireException e) {
                LOG.warn(
                        "{}-{}@{}: not a verdict: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
        }
        return verdicts;
    }

    @Override
    public void close() {
        stopped = true;
        consumer.wakeup();
        boolean interrupted = false;
        try {
            thread.join(POLL.multipliedBy(5).toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
