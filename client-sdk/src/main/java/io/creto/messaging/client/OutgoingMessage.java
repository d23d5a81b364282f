package io.creto.messaging.client;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Lane;
import java.time.Duration;

/** A message to send. Immutable and thread-safe; {@code toString} does not show the payload. */
public final class OutgoingMessage {
    private static final Duration DEFAULT_TTL = Duration.ofMillis(WireLimits.DEFAULT_TTL_MS);

    private final AgentId recipient;
    private final byte[] payload;
    private final Lane lane;
    private final Duration ttl;

    private OutgoingMessage(AgentId recipient, byte[] payload, Lane lane, Duration ttl) {
        this.recipient = recipient;
        this.payload = payload;
        this.lane = lane;
        this.ttl = ttl;
    }

    /**
     * A message in lane NORMAL that lives for 7 days.
     *
     * @param recipient an agent
     * @param payload copied; at most {@link WireLimits#DEFAULT_MAX_PAYLOAD_BYTES} bytes in a deployment that configures nothing
     *     else, never more than {@link WireLimits#MAX_PAYLOAD_BYTES}; may be empty
     */
    public static OutgoingMessage to(AgentId recipient, byte[] payload) {
        return new OutgoingMessage(recipient, payload.clone(), Lane.LANE_NORMAL, DEFAULT_TTL);
    }

    /**
     * The same in another lane.
     *
     * @throws IllegalArgumentException for a value that is no lane
     */
    public OutgoingMessage withLane(Lane other) {
        if (other == Lane.LANE_UNSPECIFIED || other == Lane.UNRECOGNIZED) {
            throw new IllegalArgumentException(other + " is no lane");
        }
        return new OutgoingMessage(recipient, payload, other, ttl);
    }

    /**
     * The same with another time to live.
     *
     * @throws IllegalArgumentException outside 1 s to 30 d
     */
    public OutgoingMessage withTtl(Duration other) {
        long millis = other.toMillis();
        if (millis < WireLimits.MIN_TTL_MS || millis > WireLimits.MAX_TTL_MS) {
            throw new IllegalArgumentException("time to live " + other + ", must be 1 s to 30 d");
        }
        return new OutgoingMessage(recipient, payload, lane, other);
    }

    /** Who is to receive it. */
    public AgentId recipient() {
        return recipient;
    }

    /** A copy of the payload. */
    public byte[] payload() {
        return payload.clone();
    }

    /** The number of bytes of the payload. */
    public int size() {
        return payload.length;
    }

    /** Its lane. */
    public Lane lane() {
        return lane;
    }

    /** Its time to live. */
    public Duration ttl() {
        return ttl;
    }

    @Override
    public String toString() {
        return "OutgoingMessage[to " + recipient + ", " + payload.length + " bytes, " + lane + "]";
    }
}
