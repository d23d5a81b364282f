package io.creto.messaging.client;

import io.creto.messaging.schemas.MessageId;

/**
 * The log has a message.
 *
 * @param id under which it was accepted
 * @param ingestTimeMs when the log appended it: the time by which it is judged
 */
public record Acceptance(MessageId id, long ingestTimeMs) {}
