package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.command.CommandRefusedException.badKey;
import static io.creto.messaging.jobs.command.CommandRefusedException.malformed;
import static io.creto.messaging.jobs.command.CommandRefusedException.taken;
import static io.creto.messaging.jobs.command.CommandRefusedException.unverified;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.identity.VerifiedEnrolment;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.FleetState;
import io.creto.messaging.jobs.state.TokenState;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.StatusInterval;
import java.util.Optional;

/**
 * How agents come into a fleet (architecture §3): an admin, or the operator where there is none yet, issues a token for one id,
 * and the first enrolment in the log that shows possession of the token's key and of its own new key has it. An id is given once,
 * for ever. What an enrolment is refused for does not pass, because a token counts from its ingest time on: so it is refused
 * again without being remembered.
 */
final class Enrolment {
    private Enrolment() {}

    static void issueToken(Command command, IssueToken issue, FleetChange change) throws Exception {
        Rights.issuer(command, issue, change);
        FleetState fleet = Rights.fleet(change);
        notEnrolled(issue.getAgent(), change);
        Tokens.issue(command, issue.getTokenKeyId(), issue.getAgent(), issue.getRole(), issue.getExpiresAtMs(), change);
        change.applied(fleet.getRecord().getVersion());
    }

    static void enrol(Command command, Enrol enrol, FleetChange change) throws Exception {
        FleetState fleet = Rights.fleet(change);
        notEnrolled(command.sender(), change);
        TokenState token = Tokens.spend(command, enrol.getTokenKeyId(), change);
        VerifiedEnrolment verified = verify(command, enrol);
        AgentState agent = AgentState.newBuilder()
                .setRecord(record(command, verified, token.getRole()))
                .addLinks(token.getIssued())
                .addLinks(Evidence.proof(command, change))
                .build();
        change.put(agent);
        if (Agents.isAdmin(agent)) {
            list(Agents.id(agent), command, fleet, change);
        }
        change.applied(agent.getRecord().getVersion());
    }

    /**
     * Whether a command is an enrolment in the name of an agent that exists, by somebody who has neither a key of that agent nor
     * a token that was issued for it.
     */
    static boolean isForeign(Command command, FleetView view) throws Exception {
        if (!(command.body() instanceof Enrol enrol)) {
            return false;
        }
        Optional<AgentState> named = view.agent(command.sender());
        if (named.isEmpty()
                || Agents.key(named.get(), command.batch().getSignerKeyId()).isPresent()) {
            return false;
        }
        return Tokens.of(command, enrol.getTokenKeyId(), view).isEmpty() || !isVerified(command, enrol);
    }

    private static boolean isVerified(Command command, Enrol enrol) {
        try {
            verify(command, enrol);
            return true;
        } catch (CommandRefusedException e) {
            return false;
        }
    }

    /** The batch proves possession of the new key: the verification checked it with the key in the command. */
    private static VerifiedEnrolment verify(Command command, Enrol enrol) throws CommandRefusedException {
        try {
            VerifiedEnrolment verified = VerifiedEnrolment.verify(AgentId.parse(command.sender()), enrol);
            if (!verified.publicKey().keyId().bytes().equals(command.batch().getSignerKeyId())) {
                throw badKey("the batch is signed with another key than the one that enrols");
            }
            return verified;
        } catch (WireException e) {
            throw malformed(e);
        } catch (VerificationException e) {
            throw unverified(e, "the token's signature over agent and key");
        }
    }

    private static IdentityRecord record(Command command, VerifiedEnrolment enrolment, AgentRole role) {
        return IdentityRecord.newBuilder()
                .setVersion(1)
                .setRecordedAtMs(command.appendedAtMs())
                .setEffectiveFromMs(command.ingestTimeMs())
                .setAgent(AgentRecord.newBuilder()
                        .setAgent(command.sender())
                        .setRole(role)
                        .addKeys(IdentityKey.newBuilder()
                                .setKeyId(enrolment.publicKey().keyId().bytes())
                                .setPublicKey(enrolment.publicKey().encoded())
                                .setValidity(Validities.since(command.ingestTimeMs())))
                        .addStatuses(StatusInterval.newBuilder()
                                .setStatus(AgentStatus.AGENT_STATUS_ACTIVE)
                                .setValidity(Validities.since(command.ingestTimeMs()))))
                .build();
    }

    /** The first admin stands in the fleet's record from its creation on. */
    private static void list(String admin, Command command, FleetState fleet, FleetChange change) {
        FleetRecord listed = fleet.getRecord().getFleet();
        if (!listed.getAdminsList().contains(admin)) {
            change.put(fleet.toBuilder()
                    .setRecord(Agents.next(fleet.getRecord(), command, command.ingestTimeMs())
                            .setFleet(listed.toBuilder().addAdmins(admin)))
                    .build());
        }
    }

    private static void notEnrolled(String agent, FleetView view) throws Exception {
        if (view.agent(agent).isPresent()) {
            throw taken(agent + " has enrolled: an id is given once");
        }
    }
}
