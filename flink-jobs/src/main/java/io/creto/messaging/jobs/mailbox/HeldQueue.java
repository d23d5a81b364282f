package io.creto.messaging.jobs.mailbox;

import io.creto.messaging.jobs.state.HeldMessage;
import io.creto.messaging.jobs.state.HeldMessages;
import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.jobs.verify.Holding;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages whose recipient or its key is not known yet, and those behind them in the same {@link Conversation}, by order of
 * arrival. Bounded in bytes for a recipient, in number and bytes for a signer, in both for a shard. Lives for one event; {@link
 * #store()} at its end.
 */
final class HeldQueue {
    /** How much waits for one recipient, in bytes. */
    static final long MAX_RECIPIENT_BYTES = 4L << 20;
    /** How much waits in a shard, in bytes. */
    static final long MAX_SHARD_BYTES = 32L << 20;
    /** How many messages wait in a shard. */
    static final int MAX_MESSAGES = 4096;
    /** How many of them one signer has sent: anybody can name keys that do not exist. */
    static final int MAX_OF_SIGNER = 512;
    /** How much waits of one signer, in bytes. */
    static final long MAX_SIGNER_BYTES = 3L << 20;

    private final MailboxMemory memory;
    private final List<HeldMessage> held;
    private long next;
    private boolean changed;

    /** Within it messages keep their order, and no further: others need not wait for what one of them waits for. */
    record Conversation(String signer, String sender, String recipient, int lane) {
        static Conversation of(HeldMessage message) {
            return new Conversation(
                    message.getSigner(), message.getSender(), message.getRecipient(), message.getLane());
        }
    }

    HeldQueue(MailboxMemory memory) throws Exception {
        this.memory = memory;
        HeldMessages stored = memory.held();
        this.held = new ArrayList<>(stored.getHeldList());
        this.next = stored.getNextPosition();
    }

    /** When a message has waited long enough. */
    static long deadline(HeldMessage message) {
        return Holding.deadline(message.getIngestTimeMs());
    }

    /** Whether something waits in this conversation. */
    boolean waits(Conversation conversation) {
        return held.stream().anyMatch(message -> Conversation.of(message).equals(conversation));
    }

    /** Lets a message wait; false if too much does already. */
    boolean add(Conversation conversation, ShardSlice message) throws Exception {
        int size = message.getSerializedSize();
        if (!hasRoom(conversation, size)) {
            return false;
        }
        held.add(HeldMessage.newBuilder()
                .setPosition(next)
                .setRecipient(conversation.recipient())
                .setIngestTimeMs(message.getSlice().getIngestTimeMs())
                .setSize(size)
                .setSigner(conversation.signer())
                .setSender(conversation.sender())
                .setLane(conversation.lane())
                .build());
        memory.hold(next, message);
        next++;
        changed = true;
        return true;
    }

    private boolean hasRoom(Conversation conversation, int size) {
        long all = size;
        long ofRecipient = size;
        long ofSigner = size;
        int messagesOfSigner = 1;
        for (HeldMessage waiting : held) {
            all += waiting.getSize();
            ofRecipient += waiting.getRecipient().equals(conversation.recipient()) ? waiting.getSize() : 0;
            boolean same = waiting.getSigner().equals(conversation.signer());
            ofSigner += same ? waiting.getSize() : 0;
            messagesOfSigner += same ? 1 : 0;
        }
        return held.size() < MAX_MESSAGES
                && messagesOfSigner <= MAX_OF_SIGNER
                && ofSigner <= MAX_SIGNER_BYTES
                && all <= MAX_SHARD_BYTES
                && ofRecipient <= MAX_RECIPIENT_BYTES;
    }

    /** What waits for a recipient, by order of arrival. */
    List<HeldMessage> of(String recipient) {
        return held.stream()
                .filter(message -> message.getRecipient().equals(recipient))
                .toList();
    }

    /** For whom something waits whose time is over when log time has passed {@code watermarkMs}. */
    List<String> overdue(long watermarkMs) {
        return held.stream()
                .filter(message -> deadline(message) <= watermarkMs)
                .map(HeldMessage::getRecipient)
                .distinct()
                .toList();
    }

    /** The message itself. */
    ShardSlice message(HeldMessage message) throws Exception {
        return memory.message(message.getPosition());
    }

    /** Takes a message out. */
    void remove(HeldMessage message) throws Exception {
        held.remove(message);
        memory.forget(message.getPosition());
        changed = true;
    }

    /** Keeps what has changed. */
    void store() throws Exception {
        if (changed) {
            memory.keep(HeldMessages.newBuilder()
                    .setNextPosition(next)
                    .addAllHeld(held)
                    .build());
        }
    }
}
