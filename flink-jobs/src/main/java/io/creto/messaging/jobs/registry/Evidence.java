package io.creto.messaging.jobs.registry;

import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.DelegationProofs;
import io.creto.messaging.jobs.state.Proof;
import io.creto.messaging.v1.Slice;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The signed commands that an agent's record rests on (architecture §3, "Evidence"): each after those that its signer's key
 * rests on, none twice. An agent's links only ever become more, so what its signer was entitled by is a number of them.
 */
final class Evidence {
    private final FleetView view;
    private final Set<Slice> commands = new LinkedHashSet<>();

    private Evidence(FleetView view) {
        this.view = view;
    }

    /** All commands behind an agent's record, from the operator's on. */
    static List<Slice> of(AgentState agent, FleetView view) throws Exception {
        Evidence evidence = new Evidence(view);
        evidence.addLinks(agent, agent.getLinksCount());
        for (DelegationProofs delegation : agent.getDelegationsList()) {
            evidence.add(delegation.getRegistered());
            if (delegation.hasEnded()) {
                evidence.add(delegation.getEnded());
            }
        }
        if (agent.hasAttributes()) {
            evidence.add(agent.getAttributes());
        }
        if (agent.hasStatus()) {
            evidence.add(agent.getStatus());
        }
        return List.copyOf(evidence.commands);
    }

    /** A command as proof. The operator's key is pinned, so nothing stands behind it; nor behind who is only enrolling. */
    static Proof proof(Command command, FleetView view) throws Exception {
        return Proof.newBuilder()
                .setCommand(command.slice())
                .setSigner(command.sender())
                .setSignerLinks(view.agent(command.sender())
                        .map(AgentState::getLinksCount)
                        .orElse(0))
                .build();
    }

    private void add(Proof proof) throws Exception {
        if (commands.contains(proof.getCommand())) {
            return;
        }
        Optional<AgentState> signer = view.agent(proof.getSigner());
        if (signer.isPresent()) {
            addLinks(signer.get(), proof.getSignerLinks());
        }
        commands.add(proof.getCommand());
    }

    private void addLinks(AgentState agent, int count) throws Exception {
        for (Proof link : agent.getLinksList().subList(0, count)) {
            add(link);
        }
    }
}
