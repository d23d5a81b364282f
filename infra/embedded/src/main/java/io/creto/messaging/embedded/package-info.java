/**
 * Real servers inside this JVM, for integration tests and the local stack: {@link
 * io.creto.messaging.embedded.EmbeddedKafka}, {@link io.creto.messaging.embedded.EmbeddedPostgres}. Not for production: one node, no replication, loopback only.
 */
@NullMarked
package io.creto.messaging.embedded;

import org.jspecify.annotations.NullMarked;
