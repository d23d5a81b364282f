/** Where an agent's records come from: Kafka itself, or the gateway's stream. The same places either way. */
@NullMarked
package io.creto.messaging.client.internal.delivery;

import org.jspecify.annotations.NullMarked;
