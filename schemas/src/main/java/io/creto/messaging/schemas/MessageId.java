package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A UUIDv7 (RFC 9562 §5.7), 16 bytes: 48 bits of time in milliseconds, then random bits. Names messages, and batches,
 * channels, delegations and tokens alike. A message is named by its sender and this id together.
 *
 * @param high the first 8 bytes
 * @param low the last 8 bytes
 */
public record MessageId(long high, long low) {
    private static final String FIELD = "message_id";
    private static final int TIME_SHIFT = 16;
    private static final long VERSION_MASK = 0xF000L;
    private static final long VERSION = 0x7000L;
    private static final long RANDOM_HIGH_MASK = 0x0FFFL;
    private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /** @throws IllegalArgumentException if version or variant are not those of a UUIDv7 */
    public MessageId {
        try {
            check(high, low, FIELD);
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * A new id.
     *
     * @param timestampMillis its time, 0 to {@link WireLimits#MAX_TIME_MS}
     * @param random source of its 74 random bits; a SecureRandom outside tests
     * @throws IllegalArgumentException if the time is out of range
     */
    public static MessageId create(long timestampMillis, RandomGenerator random) {
        if (timestampMillis < 0 || timestampMillis > WireLimits.MAX_TIME_MS) {
            throw new IllegalArgumentException("time " + timestampMillis + ", must be 0 to " + WireLimits.MAX_TIME_MS);
        }
        long high = (timestampMillis << TIME_SHIFT) | VERSION | (random.nextLong() & RANDOM_HIGH_MASK);
        return new MessageId(high, (random.nextLong() & ~VARIANT_MASK) | VARIANT);
    }

    /** Reads 16 bytes. Refuses another length, version or variant with MALFORMED. */
    public static MessageId parse(ByteString bytes) throws WireException {
        return parse(bytes, FIELD);
    }

    /** Its time, milliseconds since the epoch. */
    public long timestampMillis() {
        return high >>> TIME_SHIFT;
    }

    /** The 16 bytes. */
    public ByteString toByteString() {
        return ByteString.copyFrom(ByteBuffer.allocate(WireLimits.ID_BYTES)
                .putLong(high)
                .putLong(low)
                .flip());
    }

    /** The usual text of a UUID. */
    @Override
    public String toString() {
        return new UUID(high, low).toString();
    }

    static MessageId parse(ByteString bytes, String field) throws WireException {
        check(bytes, field);
        return new MessageId(longAt(bytes, 0), longAt(bytes, Long.BYTES));
    }

    /** Checks bytes without making an object of them, and returns their time. */
    static long check(ByteString bytes, String field) throws WireException {
        Check.size(bytes, WireLimits.ID_BYTES, field);
        long high = longAt(bytes, 0);
        check(high, longAt(bytes, Long.BYTES), field);
        return high >>> TIME_SHIFT;
    }

    private static void check(long high, long low, String field) throws WireException {
        if ((high & VERSION_MASK) != VERSION) {
            throw WireException.malformed(field, "UUID version " + ((high & VERSION_MASK) >>> 12) + ", must be 7");
        }
        if ((low & VARIANT_MASK) != VARIANT) {
            throw WireException.malformed(field, "UUID variant bits " + (low >>> 62) + ", must be 2");
        }
    }

    private static long longAt(ByteString bytes, int offset) {
        long value = 0;
        for (int i = offset; i < offset + Long.BYTES; i++) {
            value = (value << Byte.SIZE) | (bytes.byteAt(i) & 0xFF);
        }
        return value;
    }
}
