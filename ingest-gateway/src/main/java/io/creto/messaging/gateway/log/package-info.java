/** The log behind the gateway: the port, Kafka as its implementation, and the ticks on quiet partitions. */
@NullMarked
package io.creto.messaging.gateway.log;

import org.jspecify.annotations.NullMarked;
