package io.creto.messaging.jobs.policy;

import io.creto.messaging.v1.Quota;

/**
 * A quota and whom it limits.
 *
 * @param principal whom
 * @param quota as in the document
 */
record SenderQuota(MatchSet principal, Quota quota) {}
