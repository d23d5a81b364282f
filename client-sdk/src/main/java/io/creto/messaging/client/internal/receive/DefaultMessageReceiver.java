package io.creto.messaging.client.internal.receive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.creto.messaging.client.ClientClosedException;
import io.creto.messaging.client.ClientConfig;
import io.creto.messaging.client.ClientStoreException;
import io.creto.messaging.client.MessageHandler;
import io.creto.messaging.client.MessageReceiver;
import io.creto.messaging.client.internal.delivery.DeliveryLostException;
import io.creto.messaging.client.internal.delivery.DeliveryPlace;
import io.creto.messaging.client.internal.delivery.DeliverySession;
import io.creto.messaging.client.internal.delivery.DeliverySource;
import io.creto.messaging.client.internal.delivery.DeliverySource.Wanted;
import io.creto.messaging.client.internal.keys.TrustedDirectory;
import io.creto.messaging.client.internal.keys.VerifiedAgent;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.client.internal.store.Keyring;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.DeliveryContent;
import io.creto.messaging.v1.DeliveryStart;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two threads: one moves records into the inbox, one takes them out. Thread-safe. */
public final class DefaultMessageReceiver implements MessageReceiver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultMessageReceiver.class);
    private static final long PAUSE_MS = 1000;
    private static final long GOODBYE_MS = 5000;

    private final ClientConfig config;
    private final DeliverySource source;
    private final List<DeliveryPlace> places;
    private final Inbox inbox;
    private final MessageVerifier verifier;
    private final InstantSource clock;
    private final ReceiveCounters counters = new ReceiveCounters();
    private final Reports reports;
    private final AtomicReference<@Nullable DeliverySession> session = new AtomicReference<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile @Nullable Dispatcher dispatcher;

    @GuardedBy("this")
    private final List<Thread> threads = new ArrayList<>();

    public DefaultMessageReceiver(
            ClientConfig config,
            DeliverySource source,
            List<DeliveryPlace> places,
            ClientStore store,
            Keyring keyring,
            TrustedDirectory directory,
            InstantSource clock) {
        this.config = config;
        this.source = source;
        this.places = places;
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
            try (DeliverySession opened = source.open(wanted())) {
                session.set(opened);
                MessageReader reader = new MessageReader(opened, inbox, new Intake(config.agent(), reports), reports);
                while (!closed) {
                    reader.read();
                }
            } catch (ClientStoreException e) {
                LOG.debug("receiving stops: {}", e.toString());
            } catch (DeliveryLostException e) {
                if (!closed) {
                    LOG.warn("receiving is interrupted, trying on: {}", e.getMessage());
                }
            } catch (RuntimeException e) {
                LOG.error("a defect in receiving, trying on", e);
            } finally {
                session.set(null);
            }
            pause();
        }
    }

    /** From where the inbox left off; where it never was, from the beginning. */
    private Wanted wanted() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (DeliveryPlace place : places) {
            inbox.position(place.partition()).ifPresent(offset -> positions.put(place.partition(), offset));
        }
        return new Wanted(
                places, positions, DeliveryStart.DELIVERY_START_EARLIEST, DeliveryContent.DELIVERY_CONTENT_MESSAGES);
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
        DeliverySession reading = session.get();
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
