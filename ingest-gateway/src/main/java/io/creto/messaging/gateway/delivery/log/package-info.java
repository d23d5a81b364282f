/** Deliveries as Kafka has them. */
@NullMarked
package io.creto.messaging.gateway.delivery.log;

import org.jspecify.annotations.NullMarked;
