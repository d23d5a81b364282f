/**
 * The Java SDK: what agents use to exchange sealed messages (architecture §6). {@link
 * io.creto.messaging.client.MessageClient} is the entry; everything below {@code internal} may change at any time.
 */
@NullMarked
package io.creto.messaging.client;

import org.jspecify.annotations.NullMarked;
