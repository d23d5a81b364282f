package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.command.CommandRefusedException.denied;
import static io.creto.messaging.jobs.command.CommandRefusedException.taken;

import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.policy.CompiledPolicy;
import io.creto.messaging.jobs.policy.DefaultPolicy;
import io.creto.messaging.jobs.policy.PolicyCompiler;
import io.creto.messaging.jobs.policy.PolicyException;
import io.creto.messaging.jobs.policy.PolicyRequest;
import io.creto.messaging.jobs.policy.RequestContext;
import io.creto.messaging.jobs.policy.Subject;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.FleetState;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.Attribute;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.RejectionReason;
import java.util.stream.Collectors;

/**
 * The policy of a fleet: the one that it begins with, and each one that an admin puts in its place. One that does not compile, or
 * that would keep an active admin from putting another as things are, is refused, and the version before it stays.
 */
final class FleetPolicies {
    static final long FIRST_VERSION = 1;

    private FleetPolicies() {}

    /** The policy that a fleet begins with; nobody signs it, for it is the same everywhere. */
    static PolicyRecord first(String fleet, long recordedAtMs, long effectiveFromMs) {
        return PolicyRecord.newBuilder()
                .setVersion(FIRST_VERSION)
                .setRecordedAtMs(recordedAtMs)
                .setEffectiveFromMs(effectiveFromMs)
                .setFleet(fleet)
                .setDocument(DefaultPolicy.of(fleet))
                .setAuthor(Genesis.OPERATOR)
                .build();
    }

    static void put(Command command, PutPolicy put, FleetChange change) throws Exception {
        Rights.admin(command, change);
        FleetState fleet = Rights.fleet(change);
        if (put.getPreviousVersion() != fleet.getPolicyVersion()) {
            throw taken("the policy is at version " + fleet.getPolicyVersion() + ", not " + put.getPreviousVersion()
                    + ": read it and put yours again");
        }
        CompiledPolicy policy = compile(put);
        for (String admin : Rights.activeAdmins(change)) {
            staysOpen(policy, Rights.subject(admin, change), command);
        }
        long version = fleet.getPolicyVersion() + 1;
        change.put(fleet.toBuilder().setPolicyVersion(version).build());
        change.put(PolicyRecord.newBuilder()
                .setVersion(version)
                .setRecordedAtMs(command.appendedAtMs())
                .setEffectiveFromMs(command.changesAtMs())
                .setFleet(put.getFleet())
                .setDocument(put.getDocument())
                .setAuthor(command.sender())
                .setEvidence(command.slice())
                .build());
        change.applied(version);
    }

    private static CompiledPolicy compile(PutPolicy put) throws CommandRefusedException {
        try {
            return PolicyCompiler.compile(put.getFleet(), put.getDocument());
        } catch (PolicyException e) {
            throw new CommandRefusedException(
                    RejectionReason.REJECTION_REASON_MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Nobody else could mend a policy that lets no admin put another. */
    private static void staysOpen(CompiledPolicy policy, AgentState active, Command command)
            throws CommandRefusedException {
        AgentRecord admin = Agents.record(active);
        Subject subject = Subject.of(
                admin.getAgent(),
                admin.getGroupsList(),
                admin.getAttributesList().stream().collect(Collectors.toMap(Attribute::getName, Attribute::getValue)));
        RequestContext context = new RequestContext(
                command.header().getLane(),
                command.header().getKind(),
                command.slice().getEnvelopes(0).getEnvelope().getBody().size(),
                command.header().getExpiresAtMs() - command.header().getCreatedAtMs(),
                command.changesAtMs());
        if (!policy.decide(PolicyRequest.own(Action.ACTION_MANAGE_POLICY, subject, context))
                .permitted()) {
            throw denied("with this policy " + admin.getAgent()
                    + " could not put another one: permit ManagePolicy to its admins, then put it again");
        }
    }
}
