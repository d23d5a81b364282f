package io.creto.messaging.jobs.policy;

import java.util.List;

/**
 * Decides on a request by the policies of both fleets that it concerns: the sender's must let it out, and that of the
 * recipient's or channel's fleet must let it in. Inside one fleet its policy is asked once.
 */
public final class AccessCheck {
    private AccessCheck() {}

    /**
     * What the two say.
     *
     * @param fleet whose policy decided: the one that denied; where both permit, the recipient's
     * @param answer of that policy
     */
    public record Decided(String fleet, PolicyAnswer answer) {
        /** Whether all that had to permit did. */
        public boolean permitted() {
            return answer.permitted();
        }

        /** One line for people. */
        public String reason() {
            return "policy \"" + answer.policy() + "\" of fleet " + fleet + ": " + answer.reason();
        }
    }

    /** The fleets whose policies must permit a request, one or two: the sender's first. */
    public static List<String> concerned(PolicyRequest request) {
        String own = request.sender().fleet();
        return isAcross(request) ? List.of(own, request.resourceFleet()) : List.of(own);
    }

    /** Whether a request concerns two fleets. */
    public static boolean isAcross(PolicyRequest request) {
        return !request.resourceFleet().equals(request.sender().fleet());
    }

    /** What one of them says. */
    public static Decided by(CompiledPolicy policy, PolicyRequest request) {
        return new Decided(policy.fleet(), policy.decide(request));
    }

    /**
     * Decides.
     *
     * @param request who wants what
     * @param egress the policy of the sender's fleet
     * @param ingress the policy of the fleet that the request concerns; the same inside one fleet
     * @throws IllegalArgumentException if a policy is another fleet's
     */
    public static Decided decide(PolicyRequest request, CompiledPolicy egress, CompiledPolicy ingress) {
        check(egress, request.sender().fleet());
        check(ingress, request.resourceFleet());
        Decided out = by(egress, request);
        return !out.permitted() || !isAcross(request) ? out : by(ingress, request);
    }

    private static void check(CompiledPolicy policy, String fleet) {
        if (!policy.fleet().equals(fleet)) {
            throw new IllegalArgumentException("policy of fleet " + policy.fleet() + ", needed is that of " + fleet);
        }
    }
}
