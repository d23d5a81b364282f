package io.creto.messaging.client.internal.send;

import com.google.protobuf.Message;
import io.creto.messaging.client.BackPressureException;
import io.creto.messaging.client.ClientClosedException;
import io.creto.messaging.client.FencedException;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.client.internal.send.EnvelopeFactory.Made;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Sends commands to the system. Thread-safe. */
public final class CommandSender {
    private static final Duration TTL = Duration.ofMinutes(10);

    private final EnvelopeFactory factory;
    private final Budget budget;
    private final Submitter submitter;
    private final InstantSource clock;

    CommandSender(EnvelopeFactory factory, Budget budget, Submitter submitter, InstantSource clock) {
        this.factory = factory;
        this.budget = budget;
        this.submitter = submitter;
        this.clock = clock;
    }

    /**
     * Sends a command. Does not block: a command that finds no room fails.
     *
     * @param createdAtMs the sender's time: now, or shortly after
     * @return completes with the version that was applied
     * @throws IllegalArgumentException if the command breaks its contract
     */
    public CompletableFuture<Long> send(MessageKind kind, Message body, Lane lane, long createdAtMs) {
        long expiresAtMs = createdAtMs + TTL.toMillis();
        Made made = factory.command(kind, body, lane, createdAtMs, expiresAtMs);
        long cost = Outgoing.cost(body.getSerializedSize());
        if (!budget.tryTake(cost)) {
            return CompletableFuture.failedFuture(refusal());
        }
        Outgoing outgoing = new Outgoing(made.id(), lane, expiresAtMs, made.envelope(), null, cost);
        submitter.add(outgoing);
        return outgoing.outcome().thenApply(Outgoing.Outcome::appliedVersion);
    }

    /** Sends a command that is created now. */
    public CompletableFuture<Long> send(MessageKind kind, Message body, Lane lane) {
        return send(kind, body, lane, clock.millis());
    }

    private MessagingException refusal() {
        if (submitter.isFenced()) {
            return new FencedException("another process has taken over this identity: close this client");
        }
        return submitter.isOver()
                ? new ClientClosedException("the client has been closed")
                : new BackPressureException(
                        "too much is under way: wait for what was sent, then send the command again");
    }
}
