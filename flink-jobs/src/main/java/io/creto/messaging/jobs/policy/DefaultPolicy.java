package io.creto.messaging.jobs.policy;

import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;

/** The policy that a new fleet begins with. */
public final class DefaultPolicy {
    /** Its id. */
    public static final String ID = "default";
    /** The id of its only rule. */
    public static final String INSIDE = "inside-fleet";

    private DefaultPolicy() {}

    /**
     * Permits a fleet's agents every action inside the fleet, and denies what goes across fleets. ManagePolicy and ManageAgents
     * are among the actions, for otherwise no admin could put another policy; that they are an admin's alone is the registry's
     * own rule, which no policy loosens.
     */
    public static PolicyDocument of(String fleet) {
        Match inside = Match.newBuilder().addFleets(fleet).build();
        return PolicyDocument.newBuilder()
                .setId(ID)
                .addRules(PolicyRule.newBuilder()
                        .setId(INSIDE)
                        .setEffect(Effect.EFFECT_PERMIT)
                        .addAllActions(Actions.all())
                        .setPrincipal(inside)
                        .setResource(inside)
                        .setDescription("Inside the fleet everything is permitted; across fleets nothing is."))
                .build();
    }
}
