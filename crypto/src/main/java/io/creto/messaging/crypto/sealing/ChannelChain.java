package io.creto.messaging.crypto.sealing;

import io.creto.messaging.crypto.Secret;
import io.creto.messaging.crypto.internal.Hmac;
import io.creto.messaging.crypto.internal.SecretBytes;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A publisher's key chain for one channel and epoch (wire format, "Channels"):
 *
 * <pre>
 * MK  = HMAC-SHA256(CK, 0x01)     the message key at this index
 * CK' = HMAC-SHA256(CK, 0x02)     the chain key at the next
 * </pre>
 *
 * The index only rises, and this object's chain key is overwritten as soon as the next is known: who gets the chain at an index
 * opens what is published from there on and nothing older. Not thread-safe.
 */
public final class ChannelChain implements Secret {
    /** Size of a chain key. */
    public static final int CHAIN_KEY_BYTES = 32;

    private static final byte[] MESSAGE_KEY_INPUT = {0x01};
    private static final byte[] CHAIN_KEY_INPUT = {0x02};

    private SecretBytes chainKey;
    private long index;

    private ChannelChain(SecretBytes chainKey, long index) {
        this.chainKey = chainKey;
        this.index = index;
    }

    /** A new chain, at index 0. */
    public static ChannelChain generate(SecureRandom random) {
        return SecretBytes.random(random, CHAIN_KEY_BYTES, key -> at(key, 0));
    }

    /**
     * The chain as its publisher shared it.
     *
     * @param chainKey {@value #CHAIN_KEY_BYTES} bytes, copied; the caller wipes its own
     * @param index of that chain key, not negative
     * @throws IllegalArgumentException for another length or a negative index
     */
    public static ChannelChain at(byte[] chainKey, long index) {
        if (chainKey.length != CHAIN_KEY_BYTES) {
            throw new IllegalArgumentException("a chain key has " + CHAIN_KEY_BYTES + " bytes, not " + chainKey.length);
        }
        if (index < 0) {
            throw new IllegalArgumentException("an index is not negative: " + index);
        }
        return new ChannelChain(new SecretBytes(chainKey), index);
    }

    /**
     * The message key at the current index; the chain then stands at the next one and cannot go back.
     *
     * @throws IllegalStateException after {@link #destroy()}, and at the end of the chain, 2^63 - 1
     */
    public ChannelMessageKey next() {
        if (index == Long.MAX_VALUE) {
            throw new IllegalStateException("the chain has ended");
        }
        byte[] current = chainKey.copy();
        byte[] messageKey = Hmac.sha256(current, MESSAGE_KEY_INPUT);
        byte[] successor = Hmac.sha256(current, CHAIN_KEY_INPUT);
        try {
            chainKey.destroy();
            chainKey = new SecretBytes(successor);
            return new ChannelMessageKey(messageKey, index++);
        } finally {
            Arrays.fill(current, (byte) 0);
            Arrays.fill(messageKey, (byte) 0);
            Arrays.fill(successor, (byte) 0);
        }
    }

    /** The index of the next message key. */
    public long index() {
        return index;
    }

    /**
     * A copy of the chain key at {@link #index()}, for a new subscriber; the caller wipes it.
     *
     * @throws IllegalStateException after {@link #destroy()}
     */
    public byte[] exportChainKey() {
        return chainKey.copy();
    }

    @Override
    public void destroy() {
        chainKey.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return chainKey.isDestroyed();
    }

    @Override
    public String toString() {
        return "ChannelChain[index " + index + "]";
    }
}
