package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.WireLimits.PUBLIC_KEY_BYTES;
import static io.creto.messaging.schemas.WireLimits.SIGNATURE_BYTES;

import com.google.protobuf.ByteString;
import io.creto.messaging.schemas.CommandParser.Command;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.EnrolmentBinding;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import java.util.Map;

/** The rules of the registry's commands. */
final class IdentityCommands {
    private IdentityCommands() {}

    static void register(Map<MessageKind, Command<?>> commands) {
        commands.put(
                MessageKind.MESSAGE_KIND_ENROL,
                Command.of(
                        Enrol.getDefaultInstance(),
                        Enrol.parser(),
                        IdentityCommands::enrol,
                        IdentityCommands::enrolHeader));
        commands.put(
                MessageKind.MESSAGE_KIND_REPLACE_KEY,
                Command.of(ReplaceKey.getDefaultInstance(), ReplaceKey.parser(), IdentityCommands::replaceKey));
        commands.put(
                MessageKind.MESSAGE_KIND_DELEGATE,
                Command.of(
                        Delegate.getDefaultInstance(),
                        Delegate.parser(),
                        IdentityCommands::delegate,
                        IdentityCommands::delegateHeader));
        commands.put(
                MessageKind.MESSAGE_KIND_END_DELEGATION,
                Command.of(
                        EndDelegation.getDefaultInstance(), EndDelegation.parser(), IdentityCommands::endDelegation));
        commands.put(
                MessageKind.MESSAGE_KIND_CREATE_FLEET,
                Command.of(
                        CreateFleet.getDefaultInstance(),
                        CreateFleet.parser(),
                        IdentityCommands::createFleet,
                        IdentityCommands::createFleetHeader));
        commands.put(
                MessageKind.MESSAGE_KIND_ISSUE_TOKEN,
                Command.of(
                        IssueToken.getDefaultInstance(),
                        IssueToken.parser(),
                        IdentityCommands::issueToken,
                        (header, token) -> tokenLife(header, token.getExpiresAtMs(), "issue_token.")));
        commands.put(
                MessageKind.MESSAGE_KIND_SET_STATUS,
                Command.of(SetStatus.getDefaultInstance(), SetStatus.parser(), IdentityCommands::setStatus));
        commands.put(
                MessageKind.MESSAGE_KIND_SET_ATTRIBUTES,
                Command.of(
                        SetAttributes.getDefaultInstance(), SetAttributes.parser(), IdentityCommands::setAttributes));
    }

    private static void enrol(Enrol enrol) throws WireException {
        Check.size(enrol.getPublicKey(), PUBLIC_KEY_BYTES, "enrol.public_key");
        KeyId.check(enrol.getTokenKeyId(), "enrol.token_key_id");
        Check.size(enrol.getTokenPublicKey(), PUBLIC_KEY_BYTES, "enrol.token_public_key");
        Check.size(enrol.getTokenSignature(), SIGNATURE_BYTES, "enrol.token_signature");
        boolean twoKeys = !enrol.getTokenPublicKey().equals(enrol.getPublicKey());
        Check.rule(twoKeys, "enrol.token_public_key", "the agent's own key, must be the token's");
        ByteString replaced = binding(enrol.getBinding(), enrol.getPublicKey()).getReplacedKeyId();
        Check.absent(replaced.isEmpty(), "enrolment_binding.replaced_key_id", "for an enrolment");
    }

    private static void enrolHeader(EnvelopeHeader header, Enrol enrol) throws WireException {
        String agent = EnrolmentParser.binding(enrol.getBinding()).getAgent();
        Check.rule(agent.equals(header.getSender()), "enrolment_binding.agent", "not the sender, must be");
    }

    private static void replaceKey(ReplaceKey replace) throws WireException {
        AgentId.check(replace.getAgent(), "replace_key.agent");
        KeyId.check(replace.getOldKeyId(), "replace_key.old_key_id");
        Check.size(replace.getPublicKey(), PUBLIC_KEY_BYTES, "replace_key.public_key");
        Check.size(replace.getNewKeySignature(), SIGNATURE_BYTES, "replace_key.new_key_signature");
        EnrolmentBinding bound = binding(replace.getBinding(), replace.getPublicKey());
        boolean sameAgent = bound.getAgent().equals(replace.getAgent());
        Check.rule(sameAgent, "enrolment_binding.agent", "another agent, must be the one replaced");
        boolean sameKey = bound.getReplacedKeyId().equals(replace.getOldKeyId());
        Check.rule(sameKey, "enrolment_binding.replaced_key_id", "another key, must be the command's old key");
    }

    private static EnrolmentBinding binding(ByteString bytes, ByteString publicKey) throws WireException {
        EnrolmentBinding binding = EnrolmentParser.binding(bytes);
        boolean sameKey = binding.getPublicKey().equals(publicKey);
        Check.rule(sameKey, "enrolment_binding.public_key", "another key than the command's, must be the same");
        return binding;
    }

    private static void delegate(Delegate delegate) throws WireException {
        Check.present(delegate.hasDelegation(), "delegate.delegation");
        DelegationParser.check(delegate.getDelegation(), "delegate.delegation");
    }

    private static void delegateHeader(EnvelopeHeader header, Delegate delegate) throws WireException {
        Delegation inner = DelegationParser.delegation(delegate.getDelegation().getDelegation());
        boolean party = header.getSender().equals(inner.getAgent())
                || header.getSender().equals(inner.getSigner());
        Check.rule(party, "envelope_header.sender", "neither agent nor signer of the delegation, must be one of them");
    }

    private static void endDelegation(EndDelegation end) throws WireException {
        AgentId.check(end.getAgent(), "end_delegation.agent");
        MessageId.check(end.getDelegationId(), "end_delegation.delegation_id");
    }

    private static void createFleet(CreateFleet create) throws WireException {
        AgentId.checkFleet(create.getFleet(), "create_fleet.fleet");
        boolean free = !create.getFleet().equals(AgentId.RESERVED_FLEET);
        Check.rule(free, "create_fleet.fleet", "the reserved fleet, must be another");
        IdentityRules.topics(create.getDeliveryPartitions(), create.getGeneration(), "create_fleet.");
        if (create.getGeneration() == Topics.FIRST_GENERATION) {
            AgentId.check(create.getAdmin(), "create_fleet.admin");
            boolean inside = create.getAdmin().startsWith(create.getFleet() + "/");
            Check.rule(inside, "create_fleet.admin", "of another fleet, must be of this one");
            KeyId.check(create.getAdminTokenKeyId(), "create_fleet.admin_token_key_id");
            Check.time(create.getAdminTokenExpiresAtMs(), "create_fleet.admin_token_expires_at_ms");
        } else {
            String why = "for a later generation";
            Check.absent(create.getAdmin().isEmpty(), "create_fleet.admin", why);
            Check.absent(create.getAdminTokenKeyId().isEmpty(), "create_fleet.admin_token_key_id", why);
            Check.absent(create.getAdminTokenExpiresAtMs() == 0, "create_fleet.admin_token_expires_at_ms", why);
        }
    }

    private static void createFleetHeader(EnvelopeHeader header, CreateFleet create) throws WireException {
        if (create.getGeneration() == Topics.FIRST_GENERATION) {
            tokenLife(header, create.getAdminTokenExpiresAtMs(), "create_fleet.admin_token_");
        }
    }

    private static void issueToken(IssueToken issue) throws WireException {
        AgentId.check(issue.getAgent(), "issue_token.agent");
        KeyId.check(issue.getTokenKeyId(), "issue_token.token_key_id");
        Check.time(issue.getExpiresAtMs(), "issue_token.expires_at_ms");
        Check.given(issue.getRole(), "issue_token.role");
    }

    private static void tokenLife(EnvelopeHeader header, long expiresAtMs, String path) throws WireException {
        Check.span(
                header.getCreatedAtMs(),
                expiresAtMs,
                1,
                WireLimits.MAX_ENROLMENT_TOKEN_LIFE_MS,
                path + "expires_at_ms");
    }

    private static void setStatus(SetStatus set) throws WireException {
        AgentId.check(set.getAgent(), "set_status.agent");
        Check.given(set.getStatus(), "set_status.status");
        Check.prose(set.getReason(), WireLimits.MAX_TEXT_BYTES, "set_status.reason");
    }

    private static void setAttributes(SetAttributes set) throws WireException {
        AgentId.check(set.getAgent(), "set_attributes.agent");
        IdentityRules.attributes(set.getGroupsList(), set.getAttributesList(), "set_attributes.");
    }
}
