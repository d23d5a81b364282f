package io.creto.messaging.jobs.authz;

/**
 * A signer has used up what it may send.
 *
 * @param policy id of the policy whose quota it is
 * @param version its version, from 1
 * @param reason for people
 * @param retryAfterMs ingest time until the next message may be sent, from 1
 */
public record OverQuota(String policy, long version, String reason, long retryAfterMs) {}
