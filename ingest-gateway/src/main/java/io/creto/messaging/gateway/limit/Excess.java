package io.creto.messaging.gateway.limit;

/**
 * A caller has used up what it may.
 *
 * @param waitNanos when there will be some again, from 1; 0 where nobody knows
 */
record Excess(Limit limit, long waitNanos) {}
