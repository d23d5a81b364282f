package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.authz.AccessDecision.Answer;
import io.creto.messaging.v1.EnvelopeHeader;

/**
 * The policy of a deployment without policies: inside a fleet everything is permitted, across fleets nothing. What has no
 * recipient is permitted here: whoever owns the state that a command or publication touches decides on it (registry, keyring,
 * channel, mailbox).
 */
public final class BuiltInPolicy {
    /** Its id in verdicts. */
    public static final String ID = "built-in";

    static final String INSIDE = "inside-fleet";
    static final String ACROSS = "across-fleets";
    static final String SYSTEM = "not-to-an-agent";
    private static final long VERSION = 0;

    private BuiltInPolicy() {}

    /** Decides on an envelope by its header, which has been read strictly. */
    public static AccessDecision decide(EnvelopeHeader header) {
        if (!header.hasRecipient()) {
            return new AccessDecision(Answer.ALLOW, ID, SYSTEM, VERSION);
        }
        return fleet(header.getSender()).equals(fleet(header.getRecipient()))
                ? new AccessDecision(Answer.ALLOW, ID, INSIDE, VERSION)
                : new AccessDecision(Answer.DENY, ID, ACROSS, VERSION);
    }

    private static String fleet(String agent) {
        return agent.substring(0, agent.indexOf('/'));
    }
}
