@NullMarked
package io.creto.messaging.gateway.metrics;

import org.jspecify.annotations.NullMarked;
