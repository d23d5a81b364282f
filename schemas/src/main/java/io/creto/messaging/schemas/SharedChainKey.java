package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.ChannelKey;
import java.util.HexFormat;

/**
 * A publisher's chain key as a subscriber gets it, read and checked. Stands in the place of the generated ChannelKey, whose
 * {@code toString} prints the key. Immutable; shares memory with the bytes that it was read from.
 */
public final class SharedChainKey {
    private final ChannelKey key;

    SharedChainKey(ChannelKey key) {
        this.key = key;
    }

    /** The channel, 16 bytes. */
    public ByteString channel() {
        return key.getChannel();
    }

    /** The channel's epoch, from 1. */
    public long epoch() {
        return key.getEpoch();
    }

    /** Hash of the roster for which the chain was made, 32 bytes. */
    public ByteString rosterHash() {
        return key.getRosterHash();
    }

    /** Index of the chain key: the first that the subscriber can read, from 0. */
    public long index() {
        return key.getIndex();
    }

    /** A copy of the chain key, 32 bytes, which the caller wipes when done. */
    public byte[] chainKey() {
        return key.getChainKey().toByteArray();
    }

    /** Which key it is, without the key. */
    @Override
    public String toString() {
        return "SharedChainKey[channel=" + HexFormat.of().formatHex(channel().toByteArray()) + ", epoch=" + epoch()
                + ", index=" + index() + "]";
    }
}
