package io.creto.messaging.client;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.PolicyDocument;

/**
 * A version of a fleet's policy. Immutable.
 *
 * @param fleet whose
 * @param version from 1, one more with each change
 * @param recordedAtMs when it was recorded, log time: the server's word
 * @param effectiveFromMs from when it counts, log time: the server's word
 * @param author who put it
 * @param signed whether the author's signature of this document has been verified; false for the one that a new fleet begins with
 *     (version 1), which nobody signs
 * @param document what it says
 */
public record FleetPolicy(
        String fleet,
        long version,
        long recordedAtMs,
        long effectiveFromMs,
        AgentId author,
        boolean signed,
        PolicyDocument document) {}
