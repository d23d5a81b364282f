package io.creto.messaging.jobs.registry;

import static io.creto.messaging.jobs.command.CommandRefusedException.badKey;
import static io.creto.messaging.jobs.command.CommandRefusedException.denied;
import static io.creto.messaging.jobs.command.CommandRefusedException.malformed;
import static io.creto.messaging.jobs.command.CommandRefusedException.taken;
import static io.creto.messaging.jobs.command.CommandRefusedException.unverified;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.command.SeenCommands;
import io.creto.messaging.jobs.state.AgentState;
import io.creto.messaging.jobs.state.DelegationProofs;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedDelegation;

/**
 * An agent's delegations to signers of its fleet. They stay listed for {@link SeenCommands#MEMORY} after their own {@code
 * not_after}, ended or not: an ended one that was forgotten earlier could be registered again.
 */
final class DelegationRegister {
    private DelegationRegister() {}

    static void register(Command command, Delegate delegate, FleetChange change) throws Exception {
        SignedDelegation signed = delegate.getDelegation();
        Delegation asked = read(signed);
        Rights.active(command, change);
        AgentState agent = Rights.lasting(asked.getAgent(), change);
        AgentState signer = Rights.lasting(asked.getSigner(), change);
        if (asked.getNotAfterMs() <= command.ingestTimeMs()) {
            throw new CommandRefusedException(
                    RejectionReason.REJECTION_REASON_EXPIRED,
                    "the delegation ended at " + asked.getNotAfterMs() + ", before ingest time "
                            + command.ingestTimeMs() + ": sign another");
        }
        if (Agents.key(signer, asked.getSignerKeyId(), command.ingestTimeMs()).isEmpty()) {
            throw badKey("signer_key_id is no key of " + asked.getSigner() + " that counts now");
        }
        if (find(agent, asked.getDelegationId()) >= 0) {
            throw taken("this delegation was registered before; an ended one stays ended: sign another");
        }
        verify(signed, asked, agent, command);
        long fromMs = Math.max(command.ingestTimeMs(), asked.getNotBeforeMs());
        AgentState.Builder kept = pruned(agent, command.appendedAtMs())
                .addDelegations(DelegationProofs.newBuilder().setRegistered(Evidence.proof(command, change)));
        AgentRecord.Builder record = kept.getRecord().getAgent().toBuilder()
                .addDelegations(DelegationRecord.newBuilder()
                        .setDelegation(signed)
                        .setValidity(Validities.between(fromMs, asked.getNotAfterMs())));
        put(Agents.next(kept.build(), record, command, command.ingestTimeMs()).build(), change);
    }

    static void end(Command command, EndDelegation end, FleetChange change) throws Exception {
        AgentState agent = Rights.subject(end.getAgent(), change);
        int index = find(agent, end.getDelegationId());
        boolean party =
                index >= 0 && isParty(command.sender(), Agents.record(agent).getDelegations(index));
        if (party) {
            Rights.active(command, change);
        } else {
            Rights.admin(command, change);
        }
        if (index < 0) {
            throw denied(end.getAgent() + " has no such delegation");
        }
        if (agent.getDelegations(index).hasEnded()) {
            change.applied(agent.getRecord().getVersion());
            return;
        }
        AgentRecord.Builder record = Agents.record(agent).toBuilder();
        DelegationRecord.Builder ended = record.getDelegationsBuilder(index);
        ended.setValidity(Validities.ended(ended.getValidity(), command.changesAtMs()));
        AgentState.Builder next = Agents.next(agent, record, command, command.changesAtMs());
        next.getDelegationsBuilder(index).setEnded(Evidence.proof(command, change));
        put(next.build(), change);
    }

    private static void put(AgentState agent, FleetChange change) {
        change.put(agent);
        change.applied(agent.getRecord().getVersion());
    }

    private static void verify(SignedDelegation signed, Delegation asked, AgentState agent, Command command)
            throws CommandRefusedException {
        IdentityKey key = Agents.key(agent, asked.getAgentKeyId(), command.ingestTimeMs())
                .orElseThrow(() -> badKey("agent_key_id is no key of " + asked.getAgent() + " that counts now"));
        try {
            Delegations.verify(signed, CompositePublicKey.parse(key.getPublicKey()));
        } catch (WireException e) {
            throw malformed(e);
        } catch (VerificationException e) {
            throw unverified(e, "the agent's signature over the delegation");
        }
    }

    private static boolean isParty(String sender, DelegationRecord record) throws CommandRefusedException {
        Delegation delegation = read(record.getDelegation());
        return sender.equals(delegation.getAgent()) || sender.equals(delegation.getSigner());
    }

    /** Its place in the agent's list, -1 if it is not there. */
    private static int find(AgentState agent, ByteString delegationId) throws CommandRefusedException {
        AgentRecord record = Agents.record(agent);
        for (int i = 0; i < record.getDelegationsCount(); i++) {
            if (read(record.getDelegations(i).getDelegation()).getDelegationId().equals(delegationId)) {
                return i;
            }
        }
        return -1;
    }

    private static AgentState.Builder pruned(AgentState agent, long nowMs) throws CommandRefusedException {
        AgentState.Builder kept = agent.toBuilder().clearDelegations();
        AgentRecord.Builder record = Agents.record(agent).toBuilder().clearDelegations();
        for (int i = 0; i < agent.getDelegationsCount(); i++) {
            DelegationRecord listed = Agents.record(agent).getDelegations(i);
            if (nowMs <= read(listed.getDelegation()).getNotAfterMs() + SeenCommands.MEMORY.toMillis()) {
                record.addDelegations(listed);
                kept.addDelegations(agent.getDelegations(i));
            }
        }
        return kept.setRecord(agent.getRecord().toBuilder().setAgent(record));
    }

    private static Delegation read(SignedDelegation signed) throws CommandRefusedException {
        try {
            return DelegationParser.delegation(signed.getDelegation());
        } catch (WireException e) {
            throw malformed(e);
        }
    }
}
