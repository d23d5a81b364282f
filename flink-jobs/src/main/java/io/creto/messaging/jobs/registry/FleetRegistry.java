package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.command.CommandRefusedException.full;

import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;

/**
 * Decides the commands of a fleet, one after the other in the order of their log (architecture §3).
 *
 * <pre>
 *   CreateFleet ─► token of the first admin ─► Enrol ─► admin ─► IssueToken ─► Enrol ─► agent, ACTIVE
 *       IssueToken by the operator ─┘ as long as there is no active admin
 *   agent:  ACTIVE ◄─ SetStatus ─► SUSPENDED ─ SetStatus ─► REVOKED, for good
 *           ReplaceKey, Delegate, EndDelegation, SetAttributes: its record's next version
 * </pre>
 *
 * <p>The verification has checked each command's signature, and that its signer could sign at ingest time; here are rights, and
 * proofs of possession in the commands. Immutable and thread-safe.
 */
public final class FleetRegistry {
    /** What is left of a record's room to each when the others have used theirs: growth, replacing and ending, revoking. */
    private static final int MAX_GROWN_BYTES = WireLimits.MAX_RECORD_BYTES / 8 * 6;

    private static final int MAX_CHANGED_BYTES = WireLimits.MAX_RECORD_BYTES / 8 * 7;

    private final CompositePublicKey operatorKey;

    /** @param operatorKey the deployment's pinned key */
    public FleetRegistry(CompositePublicKey operatorKey) {
        this.operatorKey = operatorKey;
    }

    /** What a fleet has before any command: the system's own fleet its records, any other nothing. */
    public FleetChange begin(String fleet, FleetView before) throws Exception {
        FleetChange change = new FleetChange(before);
        if (fleet.equals(AgentId.RESERVED_FLEET) && before.fleet().isEmpty()) {
            change.put(Genesis.fleet());
            change.put(Genesis.operator(operatorKey));
            change.put(Genesis.policy());
        }
        return change;
    }

    /**
     * Decides a command that has not been decided before.
     *
     * @param before what is known of the fleet that the command changes
     * @return what changes, with records that may be written
     * @throws CommandRefusedException with the reason to refuse it; then nothing changes
     * @throws Exception what {@code before} throws
     */
    public FleetChange decide(Command command, FleetView before) throws Exception {
        FleetChange change = new FleetChange(before);
        switch (command.header().getKind()) {
            case MESSAGE_KIND_CREATE_FLEET -> Creation.create(command, (CreateFleet) command.body(), change);
            case MESSAGE_KIND_PUT_POLICY -> FleetPolicies.put(command, (PutPolicy) command.body(), change);
            case MESSAGE_KIND_ISSUE_TOKEN -> Enrolment.issueToken(command, (IssueToken) command.body(), change);
            case MESSAGE_KIND_ENROL -> Enrolment.enrol(command, (Enrol) command.body(), change);
            case MESSAGE_KIND_REPLACE_KEY -> KeyReplacement.replace(command, (ReplaceKey) command.body(), change);
            case MESSAGE_KIND_DELEGATE -> DelegationRegister.register(command, (Delegate) command.body(), change);
            case MESSAGE_KIND_END_DELEGATION -> DelegationRegister.end(command, (EndDelegation) command.body(), change);
            case MESSAGE_KIND_SET_STATUS -> Administration.setStatus(command, (SetStatus) command.body(), change);
            case MESSAGE_KIND_SET_ATTRIBUTES ->
                Administration.setAttributes(command, (SetAttributes) command.body(), change);
            default -> throw new IllegalArgumentException(command.header().getKind() + " is not the registry's");
        }
        int room = room(command);
        for (IdentityRecord record : change.records()) {
            if (record.getSerializedSize() > room) {
                throw full("the record would have " + record.getSerializedSize() + " bytes with its evidence, at most "
                        + room + " allowed: use fewer keys and delegations, or enrol another id");
            }
        }
        return change;
    }

    private static int room(Command command) {
        return switch (command.header().getKind()) {
            case MESSAGE_KIND_REPLACE_KEY, MESSAGE_KIND_END_DELEGATION -> MAX_CHANGED_BYTES;
            case MESSAGE_KIND_SET_STATUS ->
                ((SetStatus) command.body()).getStatus() == AgentStatus.AGENT_STATUS_REVOKED
                        ? WireLimits.MAX_RECORD_BYTES
                        : MAX_CHANGED_BYTES;
            default -> MAX_GROWN_BYTES;
        };
    }
}
