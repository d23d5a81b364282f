package io.creto.messaging.client;

import java.util.Map;

/**
 * Counts since the client was opened, and levels now. A snapshot, immutable.
 *
 * @param batches that were signed
 * @param envelopes in them
 * @param submissions of batches, retries included
 * @param accepted envelopes that the log has
 * @param routed envelopes that were routed or applied
 * @param rejected envelopes that were refused for good
 * @param resent messages sent again under a new id
 * @param pending messages under way now
 * @param handled messages that the handler has finished
 * @param handlerFailures times that it threw
 * @param inbox messages that wait in the inbox now
 * @param inboxPauses times that a full inbox stopped receiving
 * @param failures by reason
 */
public record ClientMetrics(
        long batches,
        long envelopes,
        long submissions,
        long accepted,
        long routed,
        long rejected,
        long resent,
        long pending,
        long handled,
        long handlerFailures,
        long inbox,
        long inboxPauses,
        Map<ReceiveFailure, Long> failures) {
    /** Copies the map. */
    public ClientMetrics {
        failures = Map.copyOf(failures);
    }
}
