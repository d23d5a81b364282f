package io.creto.messaging.e2e;

import io.creto.messaging.client.IncomingMessage;
import io.creto.messaging.client.MessageHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a handler was given, in that order. Thread-safe. */
final class Inbox implements MessageHandler {
    private final List<IncomingMessage> messages = new ArrayList<>();

    @Override
    public synchronized void handle(IncomingMessage message) {
        messages.add(message);
    }

    synchronized List<String> texts() {
        return messages.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    synchronized List<byte[]> payloads() {
        return messages.stream().map(IncomingMessage::payload).toList();
    }

    synchronized int size() {
        return messages.size();
    }
}
