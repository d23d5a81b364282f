/** What goes wrong with a call, and the one place that gives it its gRPC status. */
@NullMarked
package io.creto.messaging.gateway.fault;

import org.jspecify.annotations.NullMarked;
