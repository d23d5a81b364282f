package io.creto.messaging.client.internal.receive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.creto.messaging.client.ClientClosedException;
import io.creto.messaging.client.ClientConfig;
import io.creto.messaging.client.ClientStoreException;
import io.creto.messaging.client.MessageHandler;
import io.creto.messaging.client.MessageReceiver;
import io.creto.messaging.client.internal.KafkaConsumers;
import io.creto.messaging.client.internal.keys.TrustedDirectory;
import io.creto.messaging.client.internal.keys.VerifiedAgent;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.client.internal.store.Keyring;
import io.creto.messaging.schemas.AgentId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two threads: one moves records into the inbox, one takes them out. Thread-safe. */
public final class DefaultMessageReceiver implements MessageReceiver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultMessageReceiver.class);
    private static final long PAUSE_MS = 1000;
    private static final long GOODBYE_MS = 5000;

    private final ClientConfig config;
    private final List<TopicPartition> partitions;
    private final Inbox inbox;
    private final MessageVerifier verifier;
    private final InstantSource clock;
    private final ReceiveCounters counters = new ReceiveCounters();
    private final Reports reports;
    private final AtomicReference<@Nullable Consumer<byte[], byte[]>> consumer = new AtomicReference<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile @Nullable Dispatcher dispatcher;

    @GuardedBy("this")
    private final List<Thread> threads = new ArrayList<>();

    public DefaultMessageReceiver(
            ClientConfig config,
            List<TopicPartition> partitions,
            ClientStore store,
            Keyring keyring,
            TrustedDirectory directory,
            InstantSource clock) {
        this.config = config;
        this.partitions = partitions;
        this.clock = clock;
        this.inbox = new Inbox(store, config.limits());
        this.reports = new Reports(counters, config.listener());
        this.verifier = new MessageVerifier(config.agent(), agents(directory), keyring::prekey);
    }

    private static MessageVerifier.Agents agents(TrustedDirectory directory) {
        return new MessageVerifier.Agents() {
            @Override
            public VerifiedAgent known(AgentId agent) {
                return directory.agent(agent, 0);
            }

            @Override
            public VerifiedAgent refreshed(AgentId agent) {
                return directory.refreshedAgent(agent);
            }
        };
    }

    @Override
    public synchronized void start(MessageHandler handler) {
        if (closed) {
            throw new ClientClosedException("the client has been closed");
        }
        if (!threads.isEmpty()) {
            throw new IllegalStateException("the receiver has been started");
        }
        Dispatcher dispatching =
                new Dispatcher(inbox, verifier, handler, config.limits().handlerAttempts(), clock, counters, reports);
        begin("creto-receive-", this::receive);
        dispatcher = dispatching;
        begin("creto-dispatch-", () -> dispatch(dispatching));
    }

    @GuardedBy("this")
    private void begin(String role, Runnable task) {
        Thread thread = new Thread(task, role + config.agent());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void receive() {
        while (!closed) {
            try (Consumer<byte[], byte[]> opened = KafkaConsumers.open(config.kafka(), "creto-receive", "earliest")) {
                consumer.set(opened);
                MessageReader reader =
                        new MessageReader(opened, partitions, inbox, new Intake(config.agent(), reports), reports);
                reader.begin();
                while (!closed) {
                    reader.read();
                }
            } catch (InterruptException | WakeupException | ClientStoreException e) {
                LOG.debug("receiving stops: {}", e.toString());
            } catch (KafkaException e) {
                LOG.warn("Kafka at {} cannot be read, trying on: {}", config.bootstrapServers(), e.toString());
            } catch (RuntimeException e) {
                LOG.error("a defect in receiving, trying on", e);
            } finally {
                consumer.set(null);
            }
            pause();
        }
    }

    private void dispatch(Dispatcher dispatcher) {
        while (!closed) {
            try {
                dispatcher.next();
            } catch (InterruptedException e) {
                if (closed) {
                    return;
                }
                LOG.warn("the handler let itself be interrupted: its message comes again after a restart");
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("a defect in handling, trying on", e);
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            closing.await(PAUSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was counted. */
    public ReceiveCounters counters() {
        return counters;
    }

    /** Messages that wait. */
    public int inboxSize() {
        return inbox.size();
    }

    @Override
    public void close() {
        List<Thread> running;
        synchronized (this) {
            closed = true;
            running = List.copyOf(threads);
        }
        Consumer<byte[], byte[]> reading = consumer.get();
        if (reading != null) {
            reading.wakeup();
        }
        closing.countDown();
        inbox.close();
        join(running);
        Dispatcher dispatching = dispatcher;
        if (dispatching != null && running.stream().anyMatch(Thread::isAlive)) {
            dispatching.interruptHandler();
            join(running);
        }
    }

    private static void join(List<Thread> threads) {
        for (Thread thread : threads) {
            try {
                thread.join(GOODBYE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
