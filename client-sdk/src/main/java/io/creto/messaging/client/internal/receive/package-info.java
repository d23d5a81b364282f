/**
 * The way in: from Kafka into a bounded inbox on disk, from there, verified and opened, to the handler (wire format, "Delivery";
 * architecture §6).
 */
@NullMarked
package io.creto.messaging.client.internal.receive;

import org.jspecify.annotations.NullMarked;
