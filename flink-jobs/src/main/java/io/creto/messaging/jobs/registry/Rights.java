package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.command.CommandRefusedException.denied;

import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.FleetState;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.IssueToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may do what to whom. Rights are those at ingest time; nobody learns here of agents in other fleets. */
final class Rights {
    private Rights() {}

    /** The sender, an admin of the fleet that was active at ingest time. */
    static AgentState admin(Command command, FleetView view) throws Exception {
        Optional<AgentState> sender = view.agent(command.sender());
        if (sender.isEmpty()
                || !Agents.isAdmin(sender.get())
                || !Agents.wasActive(sender.get(), command.ingestTimeMs())) {
            throw denied(command.sender() + " is not an active admin of this fleet: ask one");
        }
        return sender.get();
    }

    /**
     * The sender may issue a token: an active admin; or the operator, for the first admin of a fleet that has no active one. That
     * one was named when the fleet was created, and its token may have expired or got lost.
     */
    static void issuer(Command command, IssueToken issue, FleetView view) throws Exception {
        boolean firstAdmin = command.sender().equals(Genesis.OPERATOR)
                && issue.getRole() == AgentRole.AGENT_ROLE_ADMIN
                && fleet(view).getRecord().getFleet().getAdminsList().contains(issue.getAgent())
                && activeAdmins(view).isEmpty();
        if (!firstAdmin) {
            admin(command, view);
        }
    }

    /** The admins of the fleet who are active by the status set last, whether it counts yet or not. */
    static List<String> activeAdmins(FleetView view) throws Exception {
        List<String> active = new ArrayList<>();
        for (String listed : fleet(view).getRecord().getFleet().getAdminsList()) {
            Optional<AgentState> admin = view.agent(listed);
            if (admin.isPresent() && Agents.lastStatus(admin.get()) == AgentStatus.AGENT_STATUS_ACTIVE) {
                active.add(listed);
            }
        }
        return active;
    }

    /**
     * Whether the sender is of another fleet and not the operator: every command of it is denied, whatever has happened in this
     * fleet meanwhile.
     */
    static boolean isStranger(Command command, String fleet) {
        return !command.isFrom(fleet) && !command.sender().equals(Genesis.OPERATOR);
    }

    /** The sender is one of the agents of the fleet, and was active at ingest time. */
    static void active(Command command, FleetView view) throws Exception {
        Optional<AgentState> sender = view.agent(command.sender());
        if (sender.isEmpty() || !Agents.wasActive(sender.get(), command.ingestTimeMs())) {
            throw denied(command.sender() + " was not active in this fleet at ingest time " + command.ingestTimeMs());
        }
    }

    static FleetState fleet(FleetView view) throws Exception {
        return view.fleet().orElseThrow(() -> denied("there is no such fleet: the operator creates it first"));
    }

    /** The agent that a command is about. */
    static AgentState subject(String agent, FleetView view) throws Exception {
        return view.agent(agent).orElseThrow(() -> denied("there is no agent " + agent + " in this fleet"));
    }

    /** The same, and it is not revoked. */
    static AgentState lasting(String agent, FleetView view) throws Exception {
        AgentState state = subject(agent, view);
        if (Agents.isRevoked(state)) {
            throw denied(agent + " is revoked for good: enrol another id");
        }
        return state;
    }

    /** The operator's key and status are the deployment's configuration; nobody changes them here. */
    static void notOperator(AgentState agent) throws CommandRefusedException {
        if (Agents.id(agent).equals(Genesis.OPERATOR)) {
            throw denied(Genesis.OPERATOR + " stands in the deployment's configuration: change it there");
        }
    }
}
