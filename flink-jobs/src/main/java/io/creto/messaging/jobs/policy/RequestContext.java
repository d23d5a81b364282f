package io.creto.messaging.jobs.policy;

import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;

/**
 * The circumstances of a request, as its envelope and the log have them.
 *
 * @param lane of the envelope
 * @param kind of the envelope
 * @param messageSize of the envelope's body as it travels, bytes
 * @param ttlMs expires_at less created_at, milliseconds
 * @param timeMs ingest time, milliseconds of log time
 */
public record RequestContext(Lane lane, MessageKind kind, long messageSize, long ttlMs, long timeMs) {}
