package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.command.CommandRefusedException.denied;

import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.FleetState;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.StatusInterval;

/** What an admin says of an agent: whether it may act, and what it is. */
final class Administration {
    private Administration() {}

    static void setStatus(Command command, SetStatus set, FleetChange change) throws Exception {
        Rights.admin(command, change);
        AgentState agent = Rights.subject(set.getAgent(), change);
        Rights.notOperator(agent);
        if (Agents.lastStatus(agent) == set.getStatus()) {
            change.applied(agent.getRecord().getVersion());
            return;
        }
        if (Agents.isRevoked(agent)) {
            throw denied(set.getAgent() + " is revoked for good: enrol another id");
        }
        if (set.getStatus() != AgentStatus.AGENT_STATUS_ACTIVE) {
            keepAnAdmin(agent, change);
        }
        StatusInterval last = Agents.last(agent);
        long fromMs = Math.max(command.changesAtMs(), last.getValidity().getFromMs());
        AgentRecord.Builder record = Agents.record(agent).toBuilder();
        record.setStatuses(
                record.getStatusesCount() - 1,
                last.toBuilder()
                        .setValidity(Validities.between(last.getValidity().getFromMs(), fromMs)));
        record.addStatuses(
                StatusInterval.newBuilder().setStatus(set.getStatus()).setValidity(Validities.since(fromMs)));
        AgentState next = Agents.next(agent, record, command, fromMs)
                .setStatus(Evidence.proof(command, change))
                .build();
        change.put(next);
        if (Agents.isRevoked(next)) {
            unlist(set.getAgent(), command, fromMs, change);
        }
        change.applied(next.getRecord().getVersion());
    }

    static void setAttributes(Command command, SetAttributes set, FleetChange change) throws Exception {
        Rights.admin(command, change);
        AgentState agent = Rights.lasting(set.getAgent(), change);
        AgentRecord.Builder record = Agents.record(agent).toBuilder()
                .clearGroups()
                .addAllGroups(set.getGroupsList())
                .clearAttributes()
                .addAllAttributes(set.getAttributesList());
        AgentState next = Agents.next(agent, record, command, command.changesAtMs())
                .setAttributes(Evidence.proof(command, change))
                .build();
        change.put(next);
        change.applied(next.getRecord().getVersion());
    }

    /** A fleet without an active admin could never be administered again. */
    private static void keepAnAdmin(AgentState agent, FleetView view) throws Exception {
        if (!Agents.isAdmin(agent) || Agents.lastStatus(agent) != AgentStatus.AGENT_STATUS_ACTIVE) {
            return;
        }
        if (Rights.activeAdmins(view).stream().allMatch(Agents.id(agent)::equals)) {
            throw denied(Agents.id(agent) + " is the last active admin of its fleet: enrol another admin first");
        }
    }

    private static void unlist(String agent, Command command, long fromMs, FleetChange change) throws Exception {
        FleetState fleet = Rights.fleet(change);
        FleetRecord listed = fleet.getRecord().getFleet();
        if (listed.getAdminsList().contains(agent)) {
            FleetRecord.Builder rest = listed.toBuilder().clearAdmins();
            listed.getAdminsList().stream()
                    .filter(admin -> !admin.equals(agent))
                    .forEach(rest::addAdmins);
            change.put(fleet.toBuilder()
                    .setRecord(Agents.next(fleet.getRecord(), command, fromMs).setFleet(rest))
                    .build());
        }
    }
}
