package io.creto.messaging.client;

import io.creto.messaging.v1.RejectionReason;

/** A message or command was refused, for good (contract of the reasons: README of module schemas). */
public final class MessageRejectedException extends MessagingException {
    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "REJECTION_REASON_";

    private final RejectionReason reason;
    private final String detail;
    private final String policy;
    private final String rule;

    /**
     * @param reason why
     * @param detail for people; may be empty
     * @param policy that decided; empty where none did
     * @param rule of it; empty where none matched
     */
    public MessageRejectedException(RejectionReason reason, String detail, String policy, String rule) {
        super(text(reason, detail, policy, rule), null);
        this.reason = reason;
        this.detail = detail;
        this.policy = policy;
        this.rule = rule;
    }

    /** Why. */
    public RejectionReason reason() {
        return reason;
    }

    /** For people; may be empty. */
    public String detail() {
        return detail;
    }

    /** The policy that decided; empty where none did. */
    public String policy() {
        return policy;
    }

    /** The rule that decided; empty where none matched. */
    public String rule() {
        return rule;
    }

    private static String text(RejectionReason reason, String detail, String policy, String rule) {
        StringBuilder text = new StringBuilder("refused: ").append(reason.name().substring(PREFIX.length()));
        if (!policy.isEmpty()) {
            text.append(" by policy ").append(policy).append(rule.isEmpty() ? "" : ", rule " + rule);
        }
        return text.append(detail.isEmpty() ? "" : ": " + detail).toString();
    }
}
