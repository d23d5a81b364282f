package io.creto.messaging.jobs.authz;

/**
 * What the policies say of one envelope, and by which rule of which version.
 *
 * @param answer what they say
 * @param policy the policy's id; empty where none was asked
 * @param rule the rule's id; empty where none matched
 * @param version the policy's version, from 1; 0 where none was asked
 * @param reason for people
 */
public record AccessDecision(Answer answer, String policy, String rule, long version, String reason) {

    /** What policies can say. */
    public enum Answer {
        /** A rule permits it and none forbids it. */
        ALLOW,
        /** A rule forbids it, or none permits it. */
        DENY,
        /** No policy could be asked in time. */
        UNAVAILABLE
    }
}
