package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.authz.AccessKnowledge.PolicyInForce;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.quota.SendBudget;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.QuotaUse;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Quota;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a slice sends against its signer's quota, before anybody asks whether it may: so what is counted does not depend on
 * what it waits for later. The quota is that of the policy of the signer's fleet which counts at ingest time. Lives for one slice.
 */
final class Metering {
    private final Admitted admitted;
    private final AccessKnowledge known;
    private final Memory memory;
    private final boolean done;
    private @Nullable Quoted quoted;

    /** Keeps what the signer at hand has used. */
    interface Memory {
        QuotaUse used() throws Exception;

        void keep(QuotaUse used) throws Exception;
    }

    /** The policy that counts, and what it allows, if it limits anything. */
    private record Quoted(PolicyInForce policy, Optional<Quota> quota, Optional<SendBudget> budget) {}

    Metering(Admitted admitted, AccessKnowledge known, Memory memory) {
        this.admitted = admitted;
        this.known = known;
        this.memory = memory;
        this.done = admitted.getMetered() || admitted.getRepeat();
    }

    /** Counts an envelope; empty if nothing stands in its way. */
    Optional<Ruling> count(EnvelopeHeader header, Envelope envelope) throws Exception {
        if (done || !isSent(header.getKind())) {
            return Optional.empty();
        }
        String fleet = FleetShares.fleetOf(admitted.getSigner());
        Optional<Quoted> quoted = quoted(fleet, header);
        if (quoted.isEmpty()) {
            return Optional.of(new Ruling.Waits(fleet));
        }
        Optional<SendBudget> budget = quoted.get().budget();
        long waitMs =
                budget.isEmpty() ? 0 : budget.get().take(envelope.getBody().size());
        return waitMs == 0 ? Optional.empty() : Optional.of(new Ruling.Exceeded(exceeded(quoted.get(), waitMs)));
    }

    /** Whether all of the slice is counted now: then it is not counted again, whatever else it waits for. */
    boolean isCounted() {
        return done || quoted != null;
    }

    /** Keeps what has been used. */
    void store() throws Exception {
        Optional<SendBudget> budget = quoted == null ? Optional.empty() : quoted.budget();
        if (budget.isPresent()) {
            memory.keep(budget.get().in(memory.used()));
        }
    }

    private Optional<Quoted> quoted(String fleet, EnvelopeHeader header) throws Exception {
        long timeMs = admitted.getSlice().getIngestTimeMs();
        if (quoted == null) {
            Optional<PolicyInForce> policy = known.policy(fleet, timeMs);
            if (policy.isPresent()) {
                Optional<Quota> quota = policy.get().policy().quota(known.agent(admitted.getSigner(), timeMs));
                Optional<SendBudget> budget = quota.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new SendBudget(quota.get(), header.getLane(), memory.used(), timeMs));
                quoted = new Quoted(policy.get(), quota, budget);
            }
        }
        return Optional.ofNullable(quoted);
    }

    private OverQuota exceeded(Quoted quoted, long waitMs) {
        String policy = quoted.policy().policy().id();
        String reason =
                "policy \"" + policy + "\" of fleet " + quoted.policy().policy().fleet() + ": "
                        + admitted.getSigner() + " may send "
                        + quoted.quota().map(Metering::text).orElse("") + " in each lane";
        return new OverQuota(policy, quoted.policy().version(), reason, waitMs);
    }

    private static String text(Quota quota) {
        String messages = quota.getMessagesPerSecond() == 0 ? "" : quota.getMessagesPerSecond() + " messages";
        String bytes = quota.getBytesPerSecond() == 0 ? "" : quota.getBytesPerSecond() + " bytes";
        String and = messages.isEmpty() || bytes.isEmpty() ? "" : " and ";
        return messages + and + bytes + " a second, " + Integer.toUnsignedString(quota.getBurstSeconds())
                + " s of that at once,";
    }

    /** What is sealed for somebody else counts; acknowledgements and commands do not. */
    static boolean isSent(MessageKind kind) {
        return switch (kind) {
            case MESSAGE_KIND_MESSAGE, MESSAGE_KIND_CHANNEL_KEY, MESSAGE_KIND_PUBLICATION -> true;
            default -> false;
        };
    }
}
