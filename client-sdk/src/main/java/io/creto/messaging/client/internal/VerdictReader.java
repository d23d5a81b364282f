package io.creto.messaging.client.internal;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.ClientStartException;
import io.creto.messaging.client.internal.delivery.Delivered;
import io.creto.messaging.client.internal.delivery.DeliveryLostException;
import io.creto.messaging.client.internal.delivery.DeliveryPlace;
import io.creto.messaging.client.internal.delivery.DeliverySession;
import io.creto.messaging.client.internal.delivery.DeliverySource;
import io.creto.messaging.client.internal.delivery.DeliverySource.Wanted;
import io.creto.messaging.client.internal.send.SendSide;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.DeliveryParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DeliveryContent;
import io.creto.messaging.v1.DeliveryStart;
import io.creto.messaging.v1.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
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

    private final DeliverySource source;
    private final List<DeliveryPlace> places;
    private final String signer;
    private final SendSide sendSide;
    private final Thread thread;
    private final Map<TopicPartition, Long> positions = new HashMap<>(); // of the thread alone, once it runs
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile DeliverySession session;

    private VerdictReader(DeliverySource source, List<DeliveryPlace> places, AgentId signer, SendSide sendSide) {
        this.source = source;
        this.places = places;
        this.signer = signer.toString();
        this.sendSide = sendSide;
        this.session = source.open(wanted());
        this.positions.putAll(session.positions());
        this.thread = new Thread(this::run, "creto-verdicts-" + signer);
        thread.setDaemon(true);
    }

    /**
     * Begins to read; returns when its place is fixed.
     *
     * @throws ClientStartException if there is no answer, or a refusal
     */
    static VerdictReader start(DeliverySource source, List<DeliveryPlace> places, AgentId signer, SendSide sendSide) {
        try {
            VerdictReader reader = new VerdictReader(source, places, signer, sendSide);
            reader.thread.start();
            return reader;
        } catch (DeliveryLostException e) {
            throw new ClientStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private Wanted wanted() {
        return new Wanted(
                places,
                Map.copyOf(positions),
                DeliveryStart.DELIVERY_START_LATEST,
                DeliveryContent.DELIVERY_CONTENT_VERDICTS);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        try {
            while (!isClosing()) {
                readUntilLost();
                closeSession();
                reopen();
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        } finally {
            closeSession();
        }
    }

    private void closeSession() {
        try {
            session.close();
        } catch (RuntimeException e) {
            LOG.debug("a session does not close", e);
        }
    }

    private void readUntilLost() throws InterruptedException {
        try {
            while (!isClosing()) {
                read();
            }
        } catch (DeliveryLostException e) {
            LOG.warn("verdicts cannot be read, trying on: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a defect in reading verdicts, trying on", e);
        }
    }

    private void reopen() throws InterruptedException {
        while (!closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
            try {
                session = source.open(wanted());
                return;
            } catch (DeliveryLostException e) {
                LOG.debug("not yet: {}", e.getMessage());
                sendSide.verdictsRefused(e.getCause() == null ? e : e.getCause());
            } catch (RuntimeException e) {
                LOG.error("a defect in reading verdicts, trying on", e);
            }
        }
    }

    private void read() throws InterruptedException {
        List<Delivered> delivered = session.poll(POLL);
        List<Verdict> verdicts = verdicts(delivered);
        if (!verdicts.isEmpty()) {
            sendSide.verdicts(verdicts);
        }
        delivered.forEach(one -> positions.put(one.partition(), one.next()));
    }

    private List<Verdict> verdicts(List<Delivered> delivered) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Delivered one : delivered) {
            ByteString value = one.value();
            if (value == null || !DeliveryParser.isVerdict(value)) {
                continue;
            }
            try {
                Verdict verdict = DeliveryParser.record(value).getVerdict();
                if (verdict.getSigner().equals(signer)) {
                    verdicts.add(verdict);
                }
            } catch (WireException e) {
                LOG.warn("{}: not a verdict: {}", one.where(), e.getMessage());
            }
        }
        return verdicts;
    }

    @Override
    public void close() {
        closing.countDown();
        session.wakeup();
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
