package io.creto.messaging.jobs.split;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.v1.ConfigureChannel;
import io.creto.messaging.v1.CreateChannel;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.DeleteChannel;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.RemoveMember;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.ReportCompromise;
import io.creto.messaging.v1.RequestChannelKey;
import io.creto.messaging.v1.RequestHistory;
import io.creto.messaging.v1.Rotate;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.Subscribe;
import io.creto.messaging.v1.Unsubscribe;
import io.creto.messaging.v1.UploadPrekeys;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of envelope has one place to go. */
class RoutesTest {
    private static final String SENDER = "acme/alice";
    private static final String OTHER = "beta/bob";
    private static final ByteString CHANNEL = ByteString.copyFromUtf8("sixteen byte id.");
    private static final FleetShare ACME = FleetShare.newBuilder()
            .setFleet("acme")
            .setGeneration(1)
            .setDeliveryPartitions(5)
            .build();
    private static final Map<Message, Route.Log> COMMANDS = Map.ofEntries(
            Map.entry(CreateFleet.newBuilder().setFleet("beta").build(), registry("beta")),
            Map.entry(PutPolicy.newBuilder().setFleet("beta").build(), registry("beta")),
            Map.entry(Enrol.getDefaultInstance(), registry("acme")),
            Map.entry(Delegate.getDefaultInstance(), registry("acme")),
            Map.entry(ReplaceKey.newBuilder().setAgent(OTHER).build(), registry("beta")),
            Map.entry(EndDelegation.newBuilder().setAgent(OTHER).build(), registry("beta")),
            Map.entry(IssueToken.newBuilder().setAgent(OTHER).build(), registry("beta")),
            Map.entry(SetStatus.newBuilder().setAgent(OTHER).build(), registry("beta")),
            Map.entry(SetAttributes.newBuilder().setAgent(OTHER).build(), registry("beta")),
            Map.entry(UploadPrekeys.getDefaultInstance(), log("keyring.log", SENDER)),
            Map.entry(Rotate.newBuilder().setOwner(OTHER).build(), log("keyring.log", OTHER)),
            Map.entry(ReportCompromise.newBuilder().setOwner(OTHER).build(), log("keyring.log", OTHER)),
            Map.entry(CreateChannel.newBuilder().setChannel(CHANNEL).build(), channel()),
            Map.entry(ConfigureChannel.newBuilder().setChannel(CHANNEL).build(), channel()),
            Map.entry(DeleteChannel.newBuilder().setChannel(CHANNEL).build(), channel()),
            Map.entry(Subscribe.newBuilder().setChannel(CHANNEL).build(), channel()),
            Map.entry(Unsubscribe.newBuilder().setChannel(CHANNEL).build(), channel()),
            Map.entry(RemoveMember.newBuilder().setChannel(CHANNEL).build(), channel()),
            Map.entry(RequestChannelKey.newBuilder().setChannel(CHANNEL).build(), channel()),
            Map.entry(RequestHistory.newBuilder().setChannel(CHANNEL).build(), channel()));

    static Stream<Arguments> commands() {
        return COMMANDS.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandGoesToTheLogOfTheStateThatItChanges(Message command, Route.Log log) throws Exception {
        EnvelopeHeader header = EnvelopeHeader.newBuilder().setSender(SENDER).build();
        assertThat(Routes.log(header, command)).isEqualTo(log);
    }

    @ParameterizedTest
    @CsvSource({
        "MESSAGE_KIND_MESSAGE, acme/bob",
        "MESSAGE_KIND_CHANNEL_KEY, acme/bob",
        "MESSAGE_KIND_ACKNOWLEDGE, acme/alice",
        "MESSAGE_KIND_REDRIVE, acme/alice"
    })
    void whatAnAgentDecidesOnGoesToItsShard(MessageKind kind, String agent) throws Exception {
        EnvelopeHeader header = EnvelopeHeader.newBuilder()
                .setKind(kind)
                .setSender(SENDER)
                .setRecipient("acme/bob")
                .setLane(Lane.LANE_BULK)
                .build();
        assertThat(Routes.of(header, Envelope.getDefaultInstance(), fleet -> Optional.of(ACME)))
                .contains(new Route.Shard(ACME, Lane.LANE_BULK, FleetShares.partition(ACME, agent)));
        assertThat(Routes.agent(header)).contains(agent);
        assertThat(Routes.of(header, Envelope.getDefaultInstance(), fleet -> Optional.empty()))
                .isEmpty();
    }

    @Test
    void aPublicationGoesToItsChannel() throws Exception {
        EnvelopeHeader header = EnvelopeHeader.newBuilder()
                .setKind(MessageKind.MESSAGE_KIND_PUBLICATION)
                .setChannel(CHANNEL)
                .build();
        assertThat(Routes.of(header, Envelope.getDefaultInstance(), fleet -> Optional.empty()))
                .contains(channel());
    }

    private static Route.Log registry(String fleet) {
        return log("registry.log", fleet);
    }

    private static Route.Log channel() {
        return new Route.Log("channel.log", CHANNEL);
    }

    private static Route.Log log(String topic, String key) {
        return new Route.Log(topic, ByteString.copyFromUtf8(key));
    }
}
