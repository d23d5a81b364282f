/** The way out for agents that do not read Kafka: each delivery partition is read once, however many listen. */
@NullMarked
package io.creto.messaging.gateway.delivery;

import org.jspecify.annotations.NullMarked;
