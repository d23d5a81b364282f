package io.creto.messaging.crypto;

import javax.security.auth.Destroyable;

/**
 * Something that holds secret bytes in memory until it is closed. After {@link #destroy()} the bytes are overwritten
 * and every use throws {@link IllegalStateException}.
 *
 * <p>Guarantee: no secret byte appears in {@code toString}, an exception or a log. Not guaranteed: that no other copy is
 * in memory for a while (the garbage collector moves arrays, and the JDK's ciphers and MACs copy the keys they are given),
 * or that the memory was never paged out.
 */
public interface Secret extends Destroyable, AutoCloseable {

    @Override
    void destroy();

    @Override
    boolean isDestroyed();

    @Override
    default void close() {
        destroy();
    }
}
