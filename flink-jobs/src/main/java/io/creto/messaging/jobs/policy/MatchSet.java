package io.creto.messaging.jobs.policy;

import java.util.List;
import java.util.Set;

/**
 * The agents or channels that one side of a rule speaks of. Immutable.
 *
 * @param any whether it is everything; then the rest is empty
 * @param fleets whole fleets
 * @param agents {@code fleet/name}
 * @param globs over {@code fleet/name}
 * @param groups of agents
 * @param channels {@code fleet/name}
 */
record MatchSet(
        boolean any,
        Set<String> fleets,
        Set<String> agents,
        List<Glob> globs,
        Set<String> groups,
        Set<String> channels) {

    /** Everything. */
    static final MatchSet ANY = new MatchSet(true, Set.of(), Set.of(), List.of(), Set.of(), Set.of());

    /** Whether an agent is in it. */
    boolean hasAgent(Subject agent) {
        return any || fleets.contains(agent.fleet()) || hasAgentOfAnyFleet(agent);
    }

    /** Whether that which a request is about is in it. */
    boolean hasResource(PolicyRequest request) {
        if (any || (!fleets.isEmpty() && fleets.contains(request.resourceFleet()))) {
            return true;
        }
        Subject recipient = request.recipient();
        if (recipient != null) {
            return hasAgentOfAnyFleet(recipient);
        }
        String channel = request.channel();
        return channel != null && channels.contains(channel);
    }

    private boolean hasAgentOfAnyFleet(Subject agent) {
        return agents.contains(agent.id()) || hasGroup(agent) || hasGlob(agent);
    }

    private boolean hasGroup(Subject agent) {
        if (!groups.isEmpty()) {
            for (String group : agent.groups()) {
                if (groups.contains(group)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean hasGlob(Subject agent) {
        for (Glob glob : globs) {
            if (glob.matches(agent.id())) {
                return true;
            }
        }
        return false;
    }
}
