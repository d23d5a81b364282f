package io.creto.messaging.cli.demo;

import io.creto.messaging.client.IncomingMessage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Something that happened in a process of the demo. Times are microseconds of this machine's clock, which all processes
 * share; 0 where they do not apply.
 *
 * @param kind what
 * @param id of the message, and with it its sender
 * @param digest SHA-256 of the payload
 * @param bytes of the payload
 * @param sentAt when the application gave it to the SDK
 * @param acceptedAt when the SDK knew it to be durable
 * @param routedAt when the SDK knew it to be in the recipient's topic
 * @param receivedAt when the recipient's handler had it
 * @param detail for people
 */
record Event(
        Kind kind,
        String id,
        String digest,
        int bytes,
        long sentAt,
        long acceptedAt,
        long routedAt,
        long receivedAt,
        String detail) {
    /** What happens. */
    enum Kind {
        /** A process is ready. */
        READY,
        /** A message was sent, and is routed. */
        SENT,
        /** A message was refused. */
        REFUSED,
        /** A message was received. */
        RECEIVED,
        /** A process has failed. */
        FAILED
    }

    static Event ready() {
        return new Event(Kind.READY, "", "", 0, 0, 0, 0, 0, "");
    }

    static Event sent(String id, byte[] payload, long sentAt, long acceptedAt, long routedAt) {
        return new Event(Kind.SENT, id, digest(payload), payload.length, sentAt, acceptedAt, routedAt, 0, "");
    }

    static Event refused(String reason) {
        return new Event(Kind.REFUSED, "", "", 0, 0, 0, 0, 0, reason);
    }

    static Event received(IncomingMessage message) {
        byte[] payload = message.payload();
        String id = message.sender() + " " + message.origin().firstId();
        return new Event(Kind.RECEIVED, id, digest(payload), payload.length, 0, 0, 0, now(), "");
    }

    /** The same, received then. */
    Event receivedAt(long micros) {
        return new Event(kind, id, digest, bytes, sentAt, acceptedAt, routedAt, micros, detail);
    }

    static Event failed(String why) {
        return new Event(Kind.FAILED, "", "", 0, 0, 0, 0, 0, why);
    }

    /** Microseconds since the epoch. */
    static long now() {
        return Duration.between(Instant.EPOCH, Instant.now()).toNanos() / 1000;
    }

    private static String digest(byte[] payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
