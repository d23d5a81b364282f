package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.command.CommandRefusedException.denied;
import static io.creto.messaging.jobs.command.CommandRefusedException.taken;
import static io.creto.messaging.jobs.command.CommandRefusedException.unsupported;

import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.state.FleetState;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityRecord;

/**
 * Creation of a fleet. Growth is refused: nothing drains the topics of an old generation
 * yet, so what is on its way in them would be lost.
 */
final class Creation {
    private static final int FIRST_GENERATION = 1;

    private Creation() {}

    static void create(Command command, CreateFleet create, FleetChange change) throws Exception {
        if (!command.sender().equals(Genesis.OPERATOR)) {
            throw denied("only " + Genesis.OPERATOR + " creates fleets");
        }
        if (create.getGeneration() != FIRST_GENERATION) {
            throw unsupported("growth of a fleet is not supported yet: keep generation " + FIRST_GENERATION
                    + ", and create a fleet with as many delivery_partitions as it will need");
        }
        begin(command, create, change);
    }

    private static void begin(Command command, CreateFleet create, FleetChange change) throws Exception {
        if (change.fleet().isPresent()) {
            throw exists(change);
        }
        Tokens.issue(
                command,
                create.getAdminTokenKeyId(),
                create.getAdmin(),
                AgentRole.AGENT_ROLE_ADMIN,
                create.getAdminTokenExpiresAtMs(),
                change);
        IdentityRecord record = IdentityRecord.newBuilder()
                .setVersion(1)
                .setRecordedAtMs(command.appendedAtMs())
                .setEffectiveFromMs(command.ingestTimeMs())
                .setFleet(FleetRecord.newBuilder()
                        .setFleet(create.getFleet())
                        .addAdmins(create.getAdmin())
                        .setDeliveryPartitions(create.getDeliveryPartitions())
                        .setGeneration(create.getGeneration()))
                .build();
        change.put(FleetState.newBuilder()
                .setRecord(record)
                .addCreations(command.slice())
                .setPolicyVersion(FleetPolicies.FIRST_VERSION)
                .build());
        change.put(FleetPolicies.first(create.getFleet(), command.appendedAtMs(), command.ingestTimeMs()));
        change.applied(record.getVersion());
    }

    private static CommandRefusedException exists(FleetView view) throws Exception {
        FleetRecord fleet = Rights.fleet(view).getRecord().getFleet();
        String renew = Rights.activeAdmins(view).isEmpty()
                ? ", and waits for its first admin: issue a token for " + String.join(", ", fleet.getAdminsList())
                        + ", or"
                : ":";
        return taken("fleet " + fleet.getFleet() + " exists" + renew + " take another name");
    }
}
