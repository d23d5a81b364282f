package io.creto.messaging.client;

import org.jspecify.annotations.Nullable;

/**
 * What the directory said is not proven: a key swapped, a link dropped, an older record served, or somebody else's evidence.
 * Nothing was believed and nothing sent.
 */
public final class EvidenceException extends MessagingException {
    private static final long serialVersionUID = 1L;

    /** Which link of the chain fails. */
    public enum Link {
        /** The answer itself is not readable. */
        ANSWER,
        /** The answer is on another subject than was asked for. */
        SUBJECT,
        /** The fleet is not created by the pinned operator key. */
        FLEET,
        /** No token, from whoever may issue one, lets the agent enrol. */
        TOKEN,
        /** The enrolment is not the token holder's. */
        ENROLMENT,
        /** A key replacement is neither the agent's own nor an admin's, or not signed by the new key. */
        KEY_REPLACEMENT,
        /** A status, attributes or a delegation do not follow from a command of one who may give it. */
        COMMAND,
        /** A batch signature or inclusion path in the chain does not verify. */
        SIGNATURE,
        /** The record says something other than the commands behind it. */
        RECORD,
        /** The key to seal to is not the one that its owner uploaded. */
        PREKEY,
        /** The policy is not the one that an admin of its fleet has put. */
        POLICY,
        /** It is older than what has been seen of this subject. */
        ROLLBACK
    }

    private final Link link;
    private final String subject;

    /**
     * @param link which fails
     * @param subject the agent, fleet or policy that the answer was on
     * @param problem what is wrong
     */
    public EvidenceException(Link link, String subject, String problem, @Nullable Throwable cause) {
        super(
                "the directory's answer on " + subject + " is not proven (" + link + "): " + problem
                        + "; check the pinned operator key, then who runs the server",
                cause);
        this.link = link;
        this.subject = subject;
    }

    /** Which link fails. */
    public Link link() {
        return link;
    }

    /** The agent, fleet or policy that the answer was on. */
    public String subject() {
        return subject;
    }
}
