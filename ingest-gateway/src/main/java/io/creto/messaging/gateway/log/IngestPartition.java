package io.creto.messaging.gateway.log;

import io.creto.messaging.v1.Lane;

/**
 * A partition of an ingest topic.
 *
 * @param lane whose topic
 * @param number from 0
 */
public record IngestPartition(Lane lane, int number) {}
