package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.policy.CompiledPolicy;
import io.creto.messaging.jobs.policy.PolicyException;
import io.creto.messaging.jobs.policy.Subject;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.PolicyHistory;
import io.creto.messaging.jobs.state.PolicyVersion;
import io.creto.messaging.jobs.state.TraitHistory;
import io.creto.messaging.jobs.state.TraitVersion;
import io.creto.messaging.v1.Attribute;
import io.creto.messaging.v1.PolicyDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is known of fleets, their policies and their agents, ready to be asked: policies compiled, each version once. Grows with
 * fleets, their rules, and agents that have groups or attributes. Not thread-safe.
 */
final class AccessKnowledge {
    private final Map<String, FleetShare> fleets = new HashMap<>();
    private final Map<String, List<PolicyInForce>> policies = new HashMap<>();
    private final Map<String, List<Traits>> agents = new HashMap<>();

    /**
     * A version of a fleet's policy.
     *
     * @param fromMs from when it counts
     */
    record PolicyInForce(long version, long fromMs, CompiledPolicy policy) {}

    private record Traits(long fromMs, Subject subject) {}

    /** Whether a fleet was not known before. */
    boolean learn(FleetShare fleet) {
        FleetShare before = fleets.get(fleet.getFleet());
        if (FleetShares.replaces(fleet, before)) {
            fleets.put(fleet.getFleet(), fleet);
        }
        return before == null;
    }

    /** Learns a policy's history, whole. */
    void learn(String fleet, PolicyHistory history) {
        List<PolicyInForce> versions = new ArrayList<>();
        for (PolicyVersion version : history.getVersionsList()) {
            versions.add(new PolicyInForce(
                    version.getVersion(), version.getEffectiveFromMs(), compiled(fleet, version.getDocument())));
        }
        policies.put(fleet, versions);
    }

    /** Learns an agent's traits, with their history. */
    void learn(String agent, TraitHistory history) {
        agents.put(
                agent,
                history.getVersionsList().stream()
                        .map(version -> new Traits(version.getEffectiveFromMs(), subject(agent, version)))
                        .toList());
    }

    Optional<FleetShare> fleet(String fleet) {
        return Optional.ofNullable(fleets.get(fleet));
    }

    /** The policy of a fleet that counts at a time. */
    Optional<PolicyInForce> policy(String fleet, long timeMs) {
        return Histories.at(policies.getOrDefault(fleet, List.of()), PolicyInForce::fromMs, timeMs);
    }

    /** An agent as it was at a time. */
    Subject agent(String agent, long timeMs) {
        return Histories.at(agents.getOrDefault(agent, List.of()), Traits::fromMs, timeMs)
                .map(Traits::subject)
                .orElseGet(() -> Subject.of(agent));
    }

    /** What an earlier build compiled and this one does not permits nothing. */
    private static CompiledPolicy compiled(String fleet, PolicyDocument document) {
        try {
            return CompiledPolicies.of(fleet, document);
        } catch (PolicyException e) {
            return CompiledPolicy.denying(fleet, document.getId());
        }
    }

    private static Subject subject(String agent, TraitVersion version) {
        return Subject.of(
                agent,
                version.getGroupsList(),
                version.getAttributesList().stream()
                        .collect(Collectors.toMap(Attribute::getName, Attribute::getValue)));
    }
}
