package io.creto.messaging.cli.demo;

import java.util.List;

/**
 * What a demo has shown.
 *
 * @param messages planned
 * @param sent that were accepted and routed
 * @param received by their recipients, each counted once
 * @param repeated received more than once
 * @param corrupted received with other bytes than were sent
 * @param refused what was said of the message to another fleet
 * @param forgedHeader why a batch with a changed header was refused
 * @param forgedMessage why a batch with a changed message was refused
 * @param plaintext search of Kafka's log for the text that every message holds
 * @param envelopes the same search for a sender's name, which stands in the clear: shows that the search finds
 * @param restarts of the jobs
 * @param latencies by stage
 * @param failures that processes have told of
 */
public record DemoResult(
        int messages,
        int sent,
        int received,
        int repeated,
        int corrupted,
        List<String> refused,
        String forgedHeader,
        String forgedMessage,
        LogSearch plaintext,
        LogSearch envelopes,
        long restarts,
        List<Latency> latencies,
        List<String> failures) {

    /** Whether everything is as it must be. */
    public boolean good() {
        return sent == messages
                && received == messages
                && repeated == 0
                && corrupted == 0
                && refused.size() == 1
                && refused.get(0).contains("DENIED")
                && forgedHeader.startsWith("BAD_SIGNATURE")
                && forgedMessage.equals("ROOT_MISMATCH")
                && plaintext.found() == 0
                && envelopes.found() > 0
                && restarts == 0
                && failures.isEmpty();
    }
}
