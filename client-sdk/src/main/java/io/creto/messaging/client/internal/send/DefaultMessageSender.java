package io.creto.messaging.client.internal.send;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.creto.messaging.client.Acceptance;
import io.creto.messaging.client.ClientClosedException;
import io.creto.messaging.client.FencedException;
import io.creto.messaging.client.MessageSender;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.client.OutgoingMessage;
import io.creto.messaging.client.RecipientKey;
import io.creto.messaging.client.Routing;
import io.creto.messaging.client.SendHandle;
import io.creto.messaging.client.internal.keys.TrustedDirectory;
import io.creto.messaging.client.internal.send.EnvelopeFactory.Made;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireLimits;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Seals on the caller's thread, and hands on. */
final class DefaultMessageSender implements MessageSender {
    private static final int MAX_FETCHES = 256;

    private final TrustedDirectory directory;
    private final EnvelopeFactory factory;
    private final Budget budget;
    private final Submitter submitter;
    private final InstantSource clock;
    private final Executor io;
    private final Set<AgentId> fetching = ConcurrentHashMap.newKeySet();
    /** What a fetch in the background found wrong, until the next attempt to send hears of it. */
    private final Cache<AgentId, MessagingException> unsound =
            Caffeine.newBuilder().maximumSize(MAX_FETCHES).build();

    DefaultMessageSender(
            TrustedDirectory directory,
            EnvelopeFactory factory,
            Budget budget,
            Submitter submitter,
            InstantSource clock,
            Executor io) {
        this.directory = directory;
        this.factory = factory;
        this.budget = budget;
        this.submitter = submitter;
        this.clock = clock;
        this.io = io;
    }

    @Override
    public SendHandle send(OutgoingMessage message) throws InterruptedException {
        checkSize(message);
        RecipientKey key =
                directory.cachedPrekey(message.recipient()).orElseGet(() -> directory.prekey(message.recipient()));
        long cost = Outgoing.cost(message.size());
        if (!budget.take(cost)) {
            throw over();
        }
        return submit(message, key, cost);
    }

    @Override
    public Optional<SendHandle> trySend(OutgoingMessage message) {
        checkSize(message);
        if (submitter.isOver()) {
            throw over();
        }
        MessagingException found = unsound.asMap().remove(message.recipient());
        if (found != null) {
            throw found;
        }
        Optional<RecipientKey> key = directory.cachedPrekey(message.recipient());
        if (key.isEmpty()) {
            fetch(message.recipient());
            return Optional.empty();
        }
        long cost = Outgoing.cost(message.size());
        if (!budget.tryTake(cost)) {
            return Optional.empty();
        }
        return Optional.of(submit(message, key.get(), cost));
    }

    private void fetch(AgentId recipient) {
        if (fetching.size() < MAX_FETCHES && fetching.add(recipient)) {
            io.execute(() -> {
                try {
                    directory.prekey(recipient);
                } catch (MessagingException e) {
                    unsound.put(recipient, e);
                } finally {
                    fetching.remove(recipient);
                }
            });
        }
    }

    private SendHandle submit(OutgoingMessage message, RecipientKey key, long cost) {
        boolean handedOn = false;
        try {
            byte[] payload = message.payload();
            long expiresAtMs = clock.millis() + message.ttl().toMillis();
            Made made = factory.sealed(payload, key, message.lane(), expiresAtMs, null);
            Outgoing.Sealed sealed = new Outgoing.Sealed(message.recipient(), payload);
            Outgoing outgoing = new Outgoing(made.id(), message.lane(), expiresAtMs, made.envelope(), sealed, cost);
            submitter.add(outgoing);
            handedOn = true;
            return new Handle(outgoing, message.recipient());
        } finally {
            if (!handedOn) {
                budget.give(cost);
            }
        }
    }

    private static void checkSize(OutgoingMessage message) {
        if (message.size() > WireLimits.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "payload of " + message.size() + " bytes, at most " + WireLimits.MAX_PAYLOAD_BYTES + "; split it");
        }
    }

    private MessagingException over() {
        return submitter.isFenced()
                ? new FencedException("another process has taken over this identity: close this client")
                : new ClientClosedException("the client has been closed");
    }

    private record Handle(Outgoing outgoing, AgentId recipient) implements SendHandle {
        @Override
        public MessageId firstId() {
            return outgoing.firstId();
        }

        @Override
        public CompletableFuture<Acceptance> accepted() {
            return outgoing.accepted().copy();
        }

        @Override
        public CompletableFuture<Routing> routed() {
            return outgoing.outcome().thenApply(end -> new Routing(end.id(), end.decidedAtMs()));
        }

        @Override
        public String toString() {
            return "SendHandle[" + firstId() + " to " + recipient + "]";
        }
    }
}
