package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.ALICE;
import static io.creto.messaging.schemas.Values.BOB;
import static io.creto.messaging.schemas.Values.NOW;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.hash;
import static io.creto.messaging.schemas.Values.id;
import static io.creto.messaging.schemas.Values.keyId;
import static io.creto.messaging.schemas.Values.publicKey;
import static io.creto.messaging.schemas.Values.signature;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.v1.Acknowledge;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.ChannelPolicy;
import io.creto.messaging.v1.ChannelRole;
import io.creto.messaging.v1.ChannelSettings;
import io.creto.messaging.v1.ConfigureChannel;
import io.creto.messaging.v1.CreateChannel;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.DeleteChannel;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.Handling;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.Redrive;
import io.creto.messaging.v1.RemoveMember;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.ReportCompromise;
import io.creto.messaging.v1.RequestChannelKey;
import io.creto.messaging.v1.RequestHistory;
import io.creto.messaging.v1.Rotate;
import io.creto.messaging.v1.RotationSchedule;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.Subscribe;
import io.creto.messaging.v1.Unsubscribe;
import io.creto.messaging.v1.UploadPrekeys;
import java.util.EnumMap;
import java.util.Map;

/** A valid body for each kind of command, each with every mandatory field and no other. */
final class CommandSamples {
    private CommandSamples() {}

    static Map<MessageKind, Message> all() {
        Map<MessageKind, Message> all = new EnumMap<>(MessageKind.class);
        all.put(MessageKind.MESSAGE_KIND_ENROL, enrol().build());
        all.put(MessageKind.MESSAGE_KIND_REPLACE_KEY, replaceKey().build());
        all.put(MessageKind.MESSAGE_KIND_DELEGATE, delegate().build());
        all.put(MessageKind.MESSAGE_KIND_END_DELEGATION, endDelegation().build());
        all.put(MessageKind.MESSAGE_KIND_CREATE_FLEET, createFleet().build());
        all.put(MessageKind.MESSAGE_KIND_ISSUE_TOKEN, issueToken().build());
        all.put(MessageKind.MESSAGE_KIND_SET_STATUS, setStatus().build());
        all.put(
                MessageKind.MESSAGE_KIND_SET_ATTRIBUTES,
                SetAttributes.newBuilder().setAgent(BOB).build());
        all.put(MessageKind.MESSAGE_KIND_REQUEST_CHANNEL_KEY, requestKey().build());
        all.put(MessageKind.MESSAGE_KIND_REQUEST_HISTORY, history().build());
        all.put(MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS, upload().build());
        all.put(MessageKind.MESSAGE_KIND_ROTATE, rotate().build());
        all.put(MessageKind.MESSAGE_KIND_REPORT_COMPROMISE, compromise().build());
        all.put(MessageKind.MESSAGE_KIND_PUT_POLICY, putPolicy().build());
        all.put(MessageKind.MESSAGE_KIND_CREATE_CHANNEL, createChannel().build());
        all.put(MessageKind.MESSAGE_KIND_CONFIGURE_CHANNEL, configure().build());
        all.put(
                MessageKind.MESSAGE_KIND_DELETE_CHANNEL,
                DeleteChannel.newBuilder().setChannel(id()).build());
        all.put(MessageKind.MESSAGE_KIND_SUBSCRIBE, subscribe().build());
        all.put(
                MessageKind.MESSAGE_KIND_UNSUBSCRIBE,
                Unsubscribe.newBuilder()
                        .setChannel(id())
                        .setPreviousRosterHash(hash())
                        .build());
        all.put(MessageKind.MESSAGE_KIND_REMOVE_MEMBER, remove().build());
        all.put(MessageKind.MESSAGE_KIND_ACKNOWLEDGE, acknowledge().build());
        all.put(
                MessageKind.MESSAGE_KIND_REDRIVE,
                Redrive.newBuilder().setSender(BOB).setMessageId(id()).build());
        return all;
    }

    static Enrol.Builder enrol() {
        return Enrol.newBuilder()
                .setPublicKey(publicKey())
                .setTokenKeyId(keyId())
                .setTokenPublicKey(ByteString.copyFrom(new byte[WireLimits.PUBLIC_KEY_BYTES]))
                .setBinding(WireSamples.binding(ALICE).build().toByteString())
                .setTokenSignature(signature());
    }

    static ReplaceKey.Builder replaceKey() {
        return ReplaceKey.newBuilder()
                .setAgent(ALICE)
                .setOldKeyId(keyId())
                .setPublicKey(publicKey())
                .setBinding(WireSamples.replacement(ALICE).build().toByteString())
                .setNewKeySignature(signature());
    }

    static Delegate.Builder delegate() {
        return Delegate.newBuilder().setDelegation(WireSamples.signedDelegation());
    }

    static EndDelegation.Builder endDelegation() {
        return EndDelegation.newBuilder().setAgent(ALICE).setDelegationId(id());
    }

    static CreateFleet.Builder createFleet() {
        return CreateFleet.newBuilder()
                .setFleet("acme")
                .setAdmin("acme/admin")
                .setAdminTokenKeyId(keyId())
                .setAdminTokenExpiresAtMs(NOW + WireLimits.MAX_ENROLMENT_TOKEN_LIFE_MS)
                .setDeliveryPartitions(2)
                .setGeneration(1);
    }

    static CreateFleet.Builder grownFleet() {
        return CreateFleet.newBuilder()
                .setFleet("acme")
                .setDeliveryPartitions(4)
                .setGeneration(2);
    }

    static IssueToken.Builder issueToken() {
        return IssueToken.newBuilder()
                .setAgent(BOB)
                .setTokenKeyId(keyId())
                .setExpiresAtMs(NOW + 1)
                .setRole(AgentRole.AGENT_ROLE_MEMBER);
    }

    static SetStatus.Builder setStatus() {
        return SetStatus.newBuilder().setAgent(BOB).setStatus(AgentStatus.AGENT_STATUS_REVOKED);
    }

    static Prekey.Builder prekey(int seed) {
        return Prekey.newBuilder().setKeyId(keyId(seed)).setPublicKey(bytes(WireLimits.ENCAPSULATION_KEY_BYTES));
    }

    static RotationSchedule.Builder schedule() {
        return RotationSchedule.newBuilder().setPeriodMs(WireLimits.MIN_ROTATION_PERIOD_MS);
    }

    static UploadPrekeys.Builder upload() {
        return UploadPrekeys.newBuilder().setPeer("*").setSchedule(schedule());
    }

    static Rotate.Builder rotate() {
        return Rotate.newBuilder().setOwner(ALICE).setPeer("*").setCurrentKeyId(keyId());
    }

    static ReportCompromise.Builder compromise() {
        return ReportCompromise.newBuilder().setOwner(ALICE).setPeer(BOB).setKeyId(keyId());
    }

    static PolicyRule.Builder rule(String id) {
        return PolicyRule.newBuilder()
                .setId(id)
                .setEffect(Effect.EFFECT_PERMIT)
                .addActions(Action.ACTION_SEND_MESSAGE)
                .setPrincipal(Match.newBuilder().setAny(true))
                .setResource(Match.newBuilder().setAny(true));
    }

    static PolicyDocument.Builder document() {
        return PolicyDocument.newBuilder().setId("default").addRules(rule("inside"));
    }

    static PutPolicy.Builder putPolicy() {
        return PutPolicy.newBuilder().setFleet("acme").setDocument(document());
    }

    static ChannelSettings.Builder settings() {
        return ChannelSettings.newBuilder()
                .setPolicy(ChannelPolicy.CHANNEL_POLICY_OPEN)
                .setRetentionMs(WireLimits.MIN_CHANNEL_RETENTION_MS)
                .setMaxSubscribers(10_000);
    }

    static CreateChannel.Builder createChannel() {
        return CreateChannel.newBuilder()
                .setChannel(id())
                .setName("alerts")
                .setLane(Lane.LANE_URGENT)
                .setSettings(settings());
    }

    static ConfigureChannel.Builder configure() {
        return ConfigureChannel.newBuilder()
                .setChannel(id())
                .setSettings(settings())
                .setPreviousRosterHash(hash());
    }

    static Subscribe.Builder subscribe() {
        return Subscribe.newBuilder()
                .setChannel(id())
                .setPreviousRosterHash(hash())
                .addRoles(ChannelRole.CHANNEL_ROLE_SUBSCRIBER);
    }

    static RemoveMember.Builder remove() {
        return RemoveMember.newBuilder().setChannel(id()).setMember(BOB).setPreviousRosterHash(hash());
    }

    static RequestChannelKey.Builder requestKey() {
        return RequestChannelKey.newBuilder().setChannel(id()).setPublisher(BOB).setEpoch(1);
    }

    static RequestHistory.Builder history() {
        return RequestHistory.newBuilder().setChannel(id()).setFromSequence(1).setCount(10);
    }

    static Acknowledge.Builder acknowledge() {
        return Acknowledge.newBuilder()
                .setSender(BOB)
                .setMessageId(id())
                .setLeafHash(hash())
                .setOutcome(Handling.HANDLING_HANDLED);
    }
}
