package io.creto.messaging.jobs.authz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.authz.AccessRequests.Asked;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.ChannelPolicy;
import io.creto.messaging.v1.ChannelSettings;
import io.creto.messaging.v1.CreateChannel;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of envelope asks what it must, and of the other agent that it is about. */
class AccessRequestsTest {
    private static final String ALICE = "acme/alice";
    private static final String BOB = "beta/bob";
    private static final ByteString KEY_ID = SampleEnvelopes.keyId();

    /** Kinds that ask by their kind alone. */
    private static final Map<MessageKind, Optional<Asked>> BY_KIND = new EnumMap<>(Map.ofEntries(
            Map.entry(MessageKind.MESSAGE_KIND_MESSAGE, Asked.of(Action.ACTION_SEND_MESSAGE, BOB)),
            Map.entry(MessageKind.MESSAGE_KIND_CHANNEL_KEY, Asked.of(Action.ACTION_SEND_MESSAGE, BOB)),
            Map.entry(MessageKind.MESSAGE_KIND_ENROL, Asked.own(Action.ACTION_ENROL)),
            Map.entry(MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS, Asked.own(Action.ACTION_UPLOAD_KEYS)),
            Map.entry(MessageKind.MESSAGE_KIND_ROTATE, Asked.own(Action.ACTION_ROTATE_KEY)),
            Map.entry(MessageKind.MESSAGE_KIND_REPORT_COMPROMISE, Asked.own(Action.ACTION_ROTATE_KEY)),
            Map.entry(MessageKind.MESSAGE_KIND_PUT_POLICY, Asked.own(Action.ACTION_MANAGE_POLICY)),
            Map.entry(MessageKind.MESSAGE_KIND_ACKNOWLEDGE, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_REDRIVE, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_DELEGATE, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_CREATE_FLEET, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_PUBLICATION, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_CONFIGURE_CHANNEL, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_DELETE_CHANNEL, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_SUBSCRIBE, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_UNSUBSCRIBE, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_REMOVE_MEMBER, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_REQUEST_CHANNEL_KEY, Optional.empty()),
            Map.entry(MessageKind.MESSAGE_KIND_REQUEST_HISTORY, Optional.empty())));

    static Set<MessageKind> kindsAlone() {
        return BY_KIND.keySet();
    }

    @ParameterizedTest
    @MethodSource("kindsAlone")
    void someKindsAskWhateverTheirBody(MessageKind kind) throws WireException {
        EnvelopeHeader header = EnvelopeHeader.newBuilder()
                .setSender(ALICE)
                .setRecipient(BOB)
                .setKind(kind)
                .build();

        assertThat(AccessRequests.of(header, Envelope.getDefaultInstance())).isEqualTo(BY_KIND.get(kind));
    }

    @Test
    void whatAnAdminDoesToAnAgentIsAboutThatAgent() throws WireException {
        Optional<Asked> bob = Asked.of(Action.ACTION_MANAGE_AGENTS, BOB);

        assertThat(asked(
                        MessageKind.MESSAGE_KIND_SET_STATUS,
                        SetStatus.newBuilder()
                                .setAgent(BOB)
                                .setStatus(AgentStatus.AGENT_STATUS_SUSPENDED)
                                .build()))
                .isEqualTo(bob);
        assertThat(asked(
                        MessageKind.MESSAGE_KIND_SET_ATTRIBUTES,
                        SetAttributes.newBuilder().setAgent(BOB).build()))
                .isEqualTo(bob);
        assertThat(asked(
                        MessageKind.MESSAGE_KIND_ISSUE_TOKEN,
                        IssueToken.newBuilder()
                                .setAgent(BOB)
                                .setTokenKeyId(KEY_ID)
                                .setRole(AgentRole.AGENT_ROLE_MEMBER)
                                .setExpiresAtMs(SampleAgents.NOW + 1)
                                .build()))
                .isEqualTo(bob);
    }

    @Test
    void anAgentsOwnStatusIsManagedLikeAnothersButItsDelegationsAreItsOwn() throws WireException {
        assertThat(asked(
                        MessageKind.MESSAGE_KIND_SET_STATUS,
                        SetStatus.newBuilder()
                                .setAgent(ALICE)
                                .setStatus(AgentStatus.AGENT_STATUS_SUSPENDED)
                                .build()))
                .isEqualTo(Asked.of(Action.ACTION_MANAGE_AGENTS, ALICE));
        assertThat(asked(MessageKind.MESSAGE_KIND_END_DELEGATION, end(ALICE))).isEmpty();
        assertThat(asked(MessageKind.MESSAGE_KIND_END_DELEGATION, end(BOB)))
                .isEqualTo(Asked.of(Action.ACTION_MANAGE_AGENTS, BOB));
    }

    @Test
    void aNewChannelIsOfTheSendersFleet() throws WireException {
        assertThat(asked(
                        MessageKind.MESSAGE_KIND_CREATE_CHANNEL,
                        CreateChannel.newBuilder()
                                .setChannel(id())
                                .setName("news")
                                .setLane(Lane.LANE_NORMAL)
                                .setSettings(ChannelSettings.newBuilder()
                                        .setPolicy(ChannelPolicy.CHANNEL_POLICY_OPEN)
                                        .setRetentionMs(60_000)
                                        .setMaxSubscribers(10))
                                .build()))
                .isEqualTo(Optional.of(
                        new Asked(Action.ACTION_CREATE_CHANNEL, Optional.empty(), Optional.of("acme/news"))));
    }

    private static Message end(String agent) {
        return EndDelegation.newBuilder().setAgent(agent).setDelegationId(id()).build();
    }

    private static ByteString id() {
        return MessageId.create(SampleAgents.NOW, SampleAgents.RANDOM).toByteString();
    }

    private static Optional<Asked> asked(MessageKind kind, Message body) throws WireException {
        Envelope envelope = SampleEnvelopes.command(ALICE, kind, body);
        return AccessRequests.of(EnvelopeParser.header(envelope.getHeader()), envelope);
    }
}
