package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.config.PolicyFeedConfig;

/**
 * Whether the policies that are known can be relied on: topic {@code policies} has been read up not too long ago. By the clock of the
 * machine, because a log that cannot be read has no time. Not thread-safe.
 *
 * <pre>
 *   never read up ────────────┐             as before a restart ─┐
 *                             ▼                                  ▼
 *   NONE, OPEN ◄─ patience ─ NOT_YET ◄─ no news for too long ─ FULL
 *       └───────── read up ────┴───────────── read up ───────────▲
 * </pre>
 */
final class PolicyFeed {
    /** How long what asks waits for a feed that is stale, before it is refused. */
    static final long PATIENCE_MS = 5_000;

    private final long staleAfterMs;
    private final PolicyTrust lost;
    private boolean known;
    private boolean heard;
    private long readUpAtMs;

    /**
     * @param known whether policies had been read up before a restart: what was decided by them is decided so again
     * @param nowMs when the operator begins
     */
    PolicyFeed(PolicyFeedConfig config, boolean known, long nowMs) {
        this.staleAfterMs = config.staleAfter().toMillis();
        this.lost = config.failOpen() ? PolicyTrust.OPEN : PolicyTrust.NONE;
        this.known = known;
        this.readUpAtMs = nowMs;
    }

    /** They have been read up. Returns whether somebody may have waited for that. */
    boolean readUp(long nowMs) {
        boolean news = !heard || trust(nowMs) != PolicyTrust.FULL;
        known = true;
        heard = true;
        readUpAtMs = nowMs;
        return news;
    }

    PolicyTrust trust(long nowMs) {
        if (nowMs >= lostAtMs()) {
            return lost;
        }
        return known && nowMs <= readUpAtMs + staleAfterMs ? PolicyTrust.FULL : PolicyTrust.NOT_YET;
    }

    /** When nobody waits any more, if they are not read up before. */
    long lostAtMs() {
        return readUpAtMs + staleAfterMs + PATIENCE_MS;
    }
}
