/**
 * The wire contract in Java: value types ({@link io.creto.messaging.schemas.AgentId}, {@link
 * io.creto.messaging.schemas.MessageId}, {@link io.creto.messaging.schemas.KeyId}), the limits of the wire format ({@link
 * io.creto.messaging.schemas.WireLimits}), one strict parser per subject that turns bytes into a fully checked generated
 * message or a typed refusal ({@link io.creto.messaging.schemas.WireException}), and the topics ({@link
 * io.creto.messaging.schemas.Topics}). Everything here is pure: no I/O, no clock, no randomness of its own, and nothing
 * else of this project is imported. The generated messages live in {@code io.creto.messaging.v1}; nobody parses them from
 * outside bytes by other means than the parsers here. All types are immutable or stateless and safe for use by many threads.
 */
@NullMarked
package io.creto.messaging.schemas;

import org.jspecify.annotations.NullMarked;
