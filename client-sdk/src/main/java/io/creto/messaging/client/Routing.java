package io.creto.messaging.client;

import io.creto.messaging.schemas.MessageId;

/**
 * A message stands in its recipient's topic.
 *
 * @param id under which it was routed: the first one, or that of a re-send
 * @param decidedAtMs log time of the decision
 */
public record Routing(MessageId id, long decidedAtMs) {}
