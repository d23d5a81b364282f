package io.creto.messaging.crypto.internal;

import io.creto.messaging.crypto.Secret;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * A secret array that is overwritten once. Thread-safe: {@code destroy} waits for uses that have begun, and no later
 * use sees the bytes, so that nobody ever works with a half-overwritten key.
 */
public final class SecretBytes implements Secret {
    private final byte[] bytes;
    private final Runnable alsoDestroyed;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean destroyed;

    /** @param bytes copied; the caller wipes its own */
    public SecretBytes(byte[] bytes) {
        this(bytes, () -> {});
    }

    /**
     * @param bytes copied; the caller wipes its own
     * @param alsoDestroyed overwrites what was derived from the bytes, at the same moment
     */
    public SecretBytes(byte[] bytes, Runnable alsoDestroyed) {
        this.bytes = bytes.clone();
        this.alsoDestroyed = alsoDestroyed;
    }

    /** Makes something of fresh random bytes, and wipes them. */
    public static <T> T random(SecureRandom random, int length, Function<byte[], T> make) {
        byte[] fresh = new byte[length];
        random.nextBytes(fresh);
        try {
            return make.apply(fresh);
        } finally {
            Arrays.fill(fresh, (byte) 0);
        }
    }

    /**
     * Uses the bytes themselves, which the action neither keeps nor changes.
     *
     * @throws IllegalStateException after {@link #destroy()}
     */
    public <T> T use(Function<byte[], T> action) {
        lock.readLock().lock();
        try {
            if (destroyed) {
                throw new IllegalStateException("the key has been destroyed");
            }
            return action.apply(bytes);
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * A copy, which the caller wipes.
     *
     * @throws IllegalStateException after {@link #destroy()}
     */
    public byte[] copy() {
        return use(byte[]::clone);
    }

    @Override
    public void destroy() {
        lock.writeLock().lock();
        try {
            Arrays.fill(bytes, (byte) 0);
            alsoDestroyed.run();
            destroyed = true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public boolean isDestroyed() {
        lock.readLock().lock();
        try {
            return destroyed;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public String toString() {
        return "SecretBytes[" + bytes.length + " bytes]";
    }
}
