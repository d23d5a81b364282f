package io.creto.messaging.cli.demo;

import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.OutgoingMessage;
import io.creto.messaging.client.SendHandle;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Carries out a {@link SendPlan}: at its pace, sizes mixed, and waits until every message is routed. */
final class Sending {
    private static final int[] SIZES = {64, 256, 1024, 1024, 2048, 2048, 4096, 8192, 16_384, 65_536};

    private final MessageClient client;
    private final SendPlan plan;
    private final Consumer<Event> events;
    private final AgentId to;
    private final List<CompletableFuture<Void>> open = new ArrayList<>();

    Sending(MessageClient client, SendPlan plan, Consumer<Event> events) throws WireException {
        this.client = client;
        this.plan = plan;
        this.events = events;
        this.to = AgentId.parse(plan.to());
    }

    void run() throws InterruptedException, WireException {
        Random random = new Random(plan.from().hashCode());
        long pause = TimeUnit.SECONDS.toNanos(1) / plan.perSecond();
        long next = System.nanoTime();
        for (int i = 0; i < plan.messages(); i++) {
            send(payload(random, i));
            next += pause;
            LockSupport.parkNanos(next - System.nanoTime());
        }
        if (plan.file() != null) {
            try {
                send(Files.readAllBytes(Path.of(plan.file())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (plan.stranger() != null) {
            tryStranger(AgentId.parse(plan.stranger()));
        }
        CompletableFuture.allOf(open.toArray(CompletableFuture<?>[]::new)).join();
    }

    private void send(byte[] payload) throws InterruptedException {
        long sentAt = Event.now();
        SendHandle handle = client.sender().send(OutgoingMessage.to(to, payload));
        String id = plan.from() + " " + handle.firstId();
        open.add(handle.accepted()
                .thenApply(accepted -> Event.now())
                .thenCombine(
                        handle.routed().thenApply(routed -> Event.now()),
                        (acceptedAt, routedAt) -> Event.sent(id, payload, sentAt, acceptedAt, routedAt))
                .exceptionally(failure -> Event.failed(id + ": " + failure.getMessage()))
                .thenAccept(events));
    }

    private void tryStranger(AgentId stranger) throws InterruptedException {
        byte[] payload = plan.marker().getBytes(StandardCharsets.UTF_8);
        SendHandle handle = client.sender().send(OutgoingMessage.to(stranger, payload));
        open.add(handle.routed()
                .thenApply(routed -> Event.failed("a message to another fleet was not refused"))
                .exceptionally(Sending::refusal)
                .thenAccept(events));
    }

    private static Event refusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof MessageRejectedException refused
                ? Event.refused(String.valueOf(refused.getMessage()))
                : Event.failed("a message to another fleet was not judged: " + cause);
    }

    /** The marker, then bytes that do not compress. */
    private byte[] payload(Random random, int i) {
        byte[] marker = plan.marker().getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[marker.length + SIZES[i % SIZES.length]];
        random.nextBytes(payload);
        System.arraycopy(marker, 0, payload, 0, marker.length);
        return payload;
    }
}
