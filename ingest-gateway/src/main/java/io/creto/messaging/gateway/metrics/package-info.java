/** What the gateway counts, where it is read, and whether it is healthy. */
@NullMarked
package io.creto.messaging.gateway.metrics;

import org.jspecify.annotations.NullMarked;
