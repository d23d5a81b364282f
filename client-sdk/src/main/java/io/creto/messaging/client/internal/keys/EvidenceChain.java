package io.creto.messaging.client.internal.keys;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.EvidenceException.Link;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.identity.KeyBinding;
import io.creto.messaging.crypto.identity.VerifiedEnrolment;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks the signed commands behind a record, from the operator's on, and keeps what they prove (architecture §3, Evidence). Each
 * command must be signed by one whom the commands before it entitle to give it. Pure; lives for one record.
 */
final class EvidenceChain {
    private final String subject;
    private final String fleet;
    private final CompositePublicKey operatorKey;
    private final List<CreateFleet> creations = new ArrayList<>();
    private final Map<String, ProvenAgent> agents = new HashMap<>();
    private final Map<ByteString, Token> tokens = new HashMap<>();

    private record Token(String agent, AgentRole role, long expiresAtMs) {}

    /** A command with what its batch says; its signature is checked when its signer is known. */
    private record Step(Slice slice, BatchHeader batch, EnvelopeHeader header, Message command) {}

    /**
     * @param subject whom the evidence is on, for messages
     * @param fleet that all commands must concern
     */
    EvidenceChain(String subject, String fleet, CompositePublicKey operatorKey) {
        this.subject = subject;
        this.fleet = fleet;
        this.operatorKey = operatorKey;
    }

    /** Walks the commands, oldest first. */
    void walk(List<Slice> evidence) {
        for (Slice slice : evidence) {
            Step step = read(slice);
            Message command = step.command();
            if (command instanceof CreateFleet create) {
                createFleet(step, create);
            } else if (command instanceof IssueToken issue) {
                issueToken(step, issue);
            } else if (command instanceof Enrol enrol) {
                enrol(step, enrol);
            } else if (command instanceof ReplaceKey replace) {
                replaceKey(step, replace);
            } else if (command instanceof SetStatus set) {
                setStatus(step, set);
            } else if (command instanceof SetAttributes set) {
                ProvenAgent changed = changedByAdmin(step, set.getAgent());
                changed.setAttributes(set);
            } else if (command instanceof Delegate delegate) {
                delegate(step, delegate);
            } else if (command instanceof EndDelegation end) {
                endDelegation(step, end);
            } else {
                throw fail(
                        Link.RECORD,
                        "it holds a command that proves nothing: "
                                + step.header().getKind(),
                        null);
            }
        }
    }

    /** The fleet's creation, one for each generation, oldest first. */
    List<CreateFleet> creations() {
        return creations;
    }

    /** What is proven of an agent. */
    Optional<ProvenAgent> agent(String id) {
        return Optional.ofNullable(agents.get(id));
    }

    private Step read(Slice slice) {
        try {
            need(slice.getEnvelopesCount() == 1, Link.ANSWER, "a link of several envelopes");
            BatchHeader batch = BatchParser.header(slice.getBatchHeader());
            var envelope = slice.getEnvelopes(0).getEnvelope();
            EnvelopeHeader header = EnvelopeParser.envelope(batch.getLane(), envelope);
            need(header.getSender().equals(batch.getSigner()), Link.COMMAND, "a command not signed by its sender");
            return new Step(slice, batch, header, CommandParser.command(header, envelope.getBody()));
        } catch (WireException e) {
            throw fail(Link.ANSWER, "a link is not readable", e);
        }
    }

    private void createFleet(Step step, CreateFleet create) {
        need(
                step.header().getSender().equals(AgentId.OPERATOR.toString()),
                Link.FLEET,
                "the fleet is created by another");
        verify(step, operatorKey, Link.FLEET);
        need(create.getFleet().equals(fleet), Link.FLEET, "the creation of another fleet");
        need(create.getGeneration() == creations.size() + 1, Link.FLEET, "a generation is missing or stands twice");
        creations.add(create);
        if (create.getGeneration() == 1) {
            Token token = new Token(create.getAdmin(), AgentRole.AGENT_ROLE_ADMIN, create.getAdminTokenExpiresAtMs());
            tokens.put(create.getAdminTokenKeyId(), token);
        }
    }

    private void issueToken(Step step, IssueToken issue) {
        if (step.header().getSender().equals(AgentId.OPERATOR.toString())) {
            // whether an admin was active already is the registry's to know: the operator names first admins anyway
            verify(step, operatorKey, Link.TOKEN);
            need(issue.getRole() == AgentRole.AGENT_ROLE_ADMIN, Link.TOKEN, "a member's token issued by the operator");
        } else {
            ProvenAgent issuer = signedByItsSender(step, Link.TOKEN);
            need(issuer.isActiveAdmin(), Link.TOKEN, "a token issued by one who is no active admin");
        }
        need(issue.getAgent().startsWith(fleet + "/"), Link.TOKEN, "a token for another fleet");
        tokens.put(issue.getTokenKeyId(), new Token(issue.getAgent(), issue.getRole(), issue.getExpiresAtMs()));
    }

    private void enrol(Step step, Enrol enrol) {
        String sender = step.header().getSender();
        Token token = tokens.remove(enrol.getTokenKeyId());
        if (token == null || !token.agent().equals(sender)) {
            throw fail(Link.TOKEN, "an enrolment without a token for " + sender, null);
        }
        boolean inTime = step.batch().getCreatedAtMs() < token.expiresAtMs() + WireLimits.MAX_CLOCK_SKEW_MS;
        need(inTime, Link.TOKEN, "an enrolment after its token had expired");
        need(step.batch().getCount() == 1, Link.ENROLMENT, "an enrolment among other envelopes");
        need(!agents.containsKey(sender), Link.ENROLMENT, "a second enrolment of the same agent");
        try {
            VerifiedEnrolment verified = VerifiedEnrolment.verify(AgentId.parse(sender), enrol);
            verify(step, verified.publicKey(), Link.ENROLMENT);
            agents.put(sender, new ProvenAgent(token.role(), verified.publicKey()));
        } catch (WireException | VerificationException e) {
            throw fail(Link.ENROLMENT, "the token's holder did not sign this enrolment", e);
        }
    }

    private void replaceKey(Step step, ReplaceKey replace) {
        ProvenAgent signer = signedByItsSender(step, Link.KEY_REPLACEMENT);
        ProvenAgent agent = agents.get(replace.getAgent());
        boolean own = step.header().getSender().equals(replace.getAgent());
        if (agent == null || !(own || signer.isActiveAdmin())) {
            throw fail(Link.KEY_REPLACEMENT, "a key replaced by one who may not", null);
        }
        boolean current = agent.currentKey().keyId().bytes().equals(replace.getOldKeyId());
        need(current, Link.KEY_REPLACEMENT, "a replacement of a key that is not the current one");
        boolean byOldKey = !own || step.batch().getSignerKeyId().equals(replace.getOldKeyId());
        need(byOldKey, Link.KEY_REPLACEMENT, "a replacement that the replaced key did not sign");
        try {
            CompositePublicKey newKey = CompositePublicKey.parse(replace.getPublicKey());
            new KeyBinding(replace.getBinding(), replace.getNewKeySignature())
                    .verifyReplacement(AgentId.parse(replace.getAgent()), KeyId.parse(replace.getOldKeyId()), newKey);
            agent.replaceKey(newKey, step.batch().getCreatedAtMs());
        } catch (WireException | VerificationException e) {
            throw fail(Link.KEY_REPLACEMENT, "the new key did not sign its own replacement", e);
        }
    }

    /** A server can withhold a status, but not make one up: its admin's own links stand before it. */
    private void setStatus(Step step, SetStatus set) {
        changedByAdmin(step, set.getAgent()).setStatus(set.getStatus());
    }

    /** By the agent itself, its signer or an admin: the links of each stand before it. */
    private void endDelegation(Step step, EndDelegation end) {
        need(end.getAgent().startsWith(fleet + "/"), Link.COMMAND, "it ends a delegation of another fleet");
        signedByItsSender(step, Link.COMMAND);
    }

    private ProvenAgent changedByAdmin(Step step, String agent) {
        ProvenAgent signer = signedByItsSender(step, Link.COMMAND);
        need(signer.isActiveAdmin(), Link.COMMAND, "a change by one who is no active admin");
        ProvenAgent changed = agents.get(agent);
        if (changed == null) {
            throw fail(Link.COMMAND, "a change of an agent whose enrolment is missing", null);
        }
        return changed;
    }

    private void delegate(Step step, Delegate delegate) {
        try {
            Delegation delegation =
                    DelegationParser.delegation(delegate.getDelegation().getDelegation());
            ProvenAgent agent = agents.get(delegation.getAgent());
            if (agent == null) {
                throw fail(Link.COMMAND, "a delegation of an agent whose enrolment is missing", null);
            }
            // Registered by the signer, whose own chain stands elsewhere: what counts is the agent's own signature.
            if (step.header().getSender().equals(delegation.getAgent())) {
                signedByItsSender(step, Link.COMMAND);
            }
            CompositePublicKey key = agent.key(delegation.getAgentKeyId())
                    .orElseThrow(() -> fail(Link.COMMAND, "a delegation by a key that is not its agent's", null));
            Delegations.verify(delegate.getDelegation(), key);
        } catch (WireException | VerificationException e) {
            throw fail(Link.COMMAND, "a delegation that its agent did not sign", e);
        }
    }

    /** With any key of the sender: a command may stand behind a replacement that came after it. */
    private ProvenAgent signedByItsSender(Step step, Link link) {
        ProvenAgent signer = agents.get(step.header().getSender());
        if (signer == null) {
            throw fail(link, "a command by " + step.header().getSender() + ", whose own enrolment is missing", null);
        }
        CompositePublicKey key = signer.key(step.batch().getSignerKeyId())
                .orElseThrow(() -> fail(
                        link,
                        "a command signed with a key that is not "
                                + step.header().getSender() + "'s",
                        null));
        verify(step, key, link);
        return signer;
    }

    private void verify(Step step, CompositePublicKey key, Link link) {
        SlicedEnvelope sliced = step.slice().getEnvelopes(0);
        try {
            VerifiedHeader.verify(step.slice().getBatchHeader(), step.slice().getSignature(), key)
                    .verifyEnvelope(sliced.getEnvelope(), sliced.getIndex(), sliced.getPathList());
        } catch (WireException | VerificationException e) {
            boolean otherKey = e instanceof VerificationException refused
                    && refused.reason() == RejectionReason.REJECTION_REASON_KEY_NOT_VALID;
            throw fail(
                    otherKey ? link : Link.SIGNATURE,
                    "a " + step.header().getKind() + " is not signed by the key of "
                            + step.header().getSender(),
                    e);
        }
    }

    private void need(boolean holds, Link link, String problem) {
        if (!holds) {
            throw fail(link, problem, null);
        }
    }

    private EvidenceException fail(Link link, String problem, @Nullable Exception cause) {
        return new EvidenceException(link, subject, problem, cause);
    }
}
