package io.creto.messaging.jobs.authz;

/**
 * What a policy says of one envelope, and by which of its rules.
 *
 * @param answer what it says
 * @param policy the policy's id; empty where none was there to ask
 * @param rule the rule's id; empty where none matched
 * @param version the policy's version, from 1; 0 where none was there to ask, or it is built in
 */
public record AccessDecision(Answer answer, String policy, String rule, long version) {

    /** What a policy can say. */
    public enum Answer {
        /** A rule permits it and none forbids it. */
        ALLOW,
        /** A rule forbids it, or none permits it. */
        DENY,
        /** No policy could be asked in time. */
        UNAVAILABLE
    }
}
