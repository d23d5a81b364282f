package io.creto.messaging.client.internal.receive;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * In which order the messages of the inbox are handled: those of a conversation (signer, sender, lane) one after the other,
 * conversations by their first message, whose key puts urgent before normal before bulk. A conversation whose first message has
 * failed stalls for a while and lets the others pass. Pure; not thread-safe.
 */
final class InboxIndex {
    private final Map<String, Conversation> conversations = new HashMap<>();
    private final TreeMap<Long, Conversation> ready = new TreeMap<>();
    private final PriorityQueue<Conversation> stalled =
            new PriorityQueue<>(Comparator.comparingLong(conversation -> conversation.untilMs));
    private int size;
    private long bytes;

    /**
     * A message in the inbox.
     *
     * @param key its place: the lane's rank, then the order of arrival
     * @param conversation of signer, sender and lane
     * @param bytes on disk
     */
    record Entry(long key, String conversation, int bytes) {}

    private static final class Conversation {
        private final Deque<Entry> entries = new ArrayDeque<>();
        private long untilMs;
    }

    /** Takes a message, whose key is larger than those before it in its conversation. */
    void add(Entry entry) {
        Conversation conversation = conversations.computeIfAbsent(entry.conversation(), none -> new Conversation());
        conversation.entries.addLast(entry);
        if (conversation.entries.size() == 1) {
            ready.put(entry.key(), conversation);
        }
        size++;
        bytes += entry.bytes();
    }

    /** The message whose turn it is; it stays until it is done. */
    Optional<Entry> next(long nowMs) {
        for (Conversation first = stalled.peek(); first != null && first.untilMs <= nowMs; first = stalled.peek()) {
            stalled.poll();
            ready.put(first.entries.getFirst().key(), first);
        }
        return ready.isEmpty()
                ? Optional.empty()
                : Optional.of(ready.firstEntry().getValue().entries.getFirst());
    }

    /** When a stalled conversation goes on. */
    Optional<Long> nextReadyMs() {
        return Optional.ofNullable(stalled.peek()).map(conversation -> conversation.untilMs);
    }

    /** The message has come to its end. */
    void done(Entry entry) {
        Conversation conversation = ready.remove(entry.key());
        if (conversation == null) {
            throw new IllegalArgumentException("not its turn: " + entry.key());
        }
        conversation.entries.removeFirst();
        if (conversation.entries.isEmpty()) {
            conversations.remove(entry.conversation());
        } else {
            ready.put(conversation.entries.getFirst().key(), conversation);
        }
        size--;
        bytes -= entry.bytes();
    }

    /** The message is to be tried again; its conversation waits for that. */
    void stall(Entry entry, long untilMs) {
        Conversation conversation = ready.remove(entry.key());
        if (conversation == null) {
            throw new IllegalArgumentException("not its turn: " + entry.key());
        }
        conversation.untilMs = untilMs;
        stalled.add(conversation);
    }

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }
}
