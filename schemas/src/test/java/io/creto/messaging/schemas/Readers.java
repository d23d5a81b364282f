package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.v1.AcknowledgeCursorResponse;
import io.creto.messaging.v1.AuthorizationAnswer;
import io.creto.messaging.v1.ChannelKey;
import io.creto.messaging.v1.CheckResponse;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetChannelRequest;
import io.creto.messaging.v1.GetChannelResponse;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.GetPolicyResponse;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.ListAgentsResponse;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.ReceiveRequest;
import io.creto.messaging.v1.SignedAccessToken;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every public reader with a valid message for it: what holds for all of them is tested once for all of them. */
final class Readers {
    private static final Set<Class<?>> MAY_BE_EMPTY = Set.of(
            AcknowledgeCursorResponse.class,
            GetIdentitiesResponse.class,
            ListAgentsResponse.class,
            FetchKeysResponse.class,
            GetChannelResponse.class,
            GetPolicyResponse.class,
            ListPolicyVersionsResponse.class);

    private Readers() {}

    /** A reader. */
    interface Reader {
        Message read(ByteString bytes) throws WireException;
    }

    /** A reader with a message that it accepts and in which every field is mandatory. */
    record Sample(String name, Message message, Reader reader) {
        /** Whether no bytes at all are an answer too: nothing was found. */
        boolean mayBeEmpty() {
            return MAY_BE_EMPTY.contains(message.getClass());
        }

        ByteString bytes() {
            return message.toByteString();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Sample> all() {
        List<Sample> all = new ArrayList<>();
        all.add(sample("header of a message", WireSamples.header(), EnvelopeParser::header));
        all.add(sample("header of a publication", WireSamples.publication(), EnvelopeParser::header));
        all.add(sample("sealed body", WireSamples.body(WireSamples.kemWrap()), SealedBodyParser::body));
        all.add(sample("KEM wrap", WireSamples.kemWrap(), SealedBodyParser::keyPart));
        all.add(sample("sender key", WireSamples.senderKey(), SealedBodyParser::keyPart));
        all.add(sample("batch header", WireSamples.batchHeader(3), BatchParser::header));
        all.add(sample("batch of 1", WireSamples.batch(1), BatchParser::signedBatch));
        all.add(sample("batch of 3", WireSamples.batch(3), BatchParser::signedBatch));
        all.add(sample(
                "ingested batch", IngestRecord.newBuilder().setBatch(WireSamples.batch(2)), BatchParser::ingestRecord));
        all.add(sample(
                "tick",
                IngestRecord.newBuilder()
                        .setTick(Tick.newBuilder().setCreatedAtMs(Values.NOW).setGateway("gateway-1")),
                BatchParser::ingestRecord));
        all.add(sample("slice", WireSamples.slice(4, 2), SliceParser::slice));
        all.add(sample("delegation", WireSamples.delegation(), DelegationParser::delegation));
        all.add(sample("signed delegation", WireSamples.signedDelegation(), DelegationParser::signed));
        all.add(sample("token", WireSamples.token(), TokenParser::token));
        all.add(sample(
                "signed token",
                SignedAccessToken.newBuilder()
                        .setToken(WireSamples.token().build().toByteString())
                        .setSignature(Values.signature()),
                TokenParser::signed));
        all.add(sample("binding", WireSamples.binding(Values.ALICE), EnrolmentParser::binding));
        addRecords(all);
        addDirectory(all);
        addGateway(all);
        CommandSamples.all()
                .forEach((kind, body) ->
                        all.add(new Sample(kind.name(), body, bytes -> CommandParser.body(kind, bytes))));
        return all;
    }

    private static void addRecords(List<Sample> all) {
        all.add(sample("agent record", RecordSamples.identity(), RecordParser::identity));
        all.add(sample(
                "fleet record", RecordSamples.identity().setFleet(RecordSamples.fleet()), RecordParser::identity));
        all.add(sample("key status", RecordSamples.keyStatus(), RecordParser::keyStatus));
        all.add(sample("policy record", RecordSamples.policy(), RecordParser::policy));
        all.add(sample("verdict", RecordSamples.verdict(), VerdictParser::verdict));
        all.add(sample("dead letter", RecordSamples.deadLetter(), VerdictParser::deadLetter));
        all.add(sample(
                "channel key", RecordSamples.channelKey(), bytes -> channelKey(ChannelKeyParser.channelKey(bytes))));
        all.add(sample(
                "delivered slice",
                DeliveryRecord.newBuilder().setSlice(WireSamples.slice(1, 0)),
                DeliveryParser::record));
        all.add(sample(
                "delivered verdict",
                DeliveryRecord.newBuilder().setVerdict(RecordSamples.verdict()),
                DeliveryParser::record));
        all.add(sample(
                "delivered directive",
                DeliveryRecord.newBuilder().setDirective(RecordSamples.directive()),
                DeliveryParser::record));
    }

    private static void addDirectory(List<Sample> all) {
        all.add(sample("prekey record", GatewaySamples.prekey(1), DirectoryParser::prekey));
        all.add(sample("channel record", GatewaySamples.channel(), DirectoryParser::channel));
        all.add(sample("roster step", GatewaySamples.step(1), DirectoryParser::rosterStep));
        all.add(sample("question for identities", GatewaySamples.getIdentities(), GatewayParser::getIdentitiesRequest));
        all.add(sample("identities", GatewaySamples.identities(), GatewayParser::getIdentitiesResponse));
        all.add(sample("question for agents", GatewaySamples.listAgents(), GatewayParser::listAgentsRequest));
        all.add(sample("agents", GatewaySamples.agents(), GatewayParser::listAgentsResponse));
        all.add(sample("question for keys", GatewaySamples.fetchKeys(), GatewayParser::fetchKeysRequest));
        all.add(sample("keys", GatewaySamples.keys(), GatewayParser::fetchKeysResponse));
        all.add(sample(
                "question for a channel",
                GetChannelRequest.newBuilder().setChannel(Values.id()),
                GatewayParser::getChannelRequest));
        all.add(sample(
                "question for a channel by name",
                GetChannelRequest.newBuilder().setName("acme/alerts"),
                GatewayParser::getChannelRequest));
        all.add(sample("channel", GatewaySamples.getChannel(), GatewayParser::getChannelResponse));
        all.add(sample("question for a policy", GatewaySamples.getPolicy(), PolicyCallParser::getPolicyRequest));
        all.add(sample("policy", GatewaySamples.policy(), PolicyCallParser::getPolicyResponse));
        all.add(sample(
                "question for versions of a policy",
                GatewaySamples.listPolicyVersions(),
                PolicyCallParser::listPolicyVersionsRequest));
        all.add(sample(
                "versions of a policy",
                GatewaySamples.policyVersions(1),
                PolicyCallParser::listPolicyVersionsResponse));
    }

    private static void addGateway(List<Sample> all) {
        all.add(sample(
                "submission", SubmitRequest.newBuilder().setBatch(Values.bytes(9)), GatewayParser::submitRequest));
        all.add(sample("acceptance", GatewaySamples.accepted(), GatewayParser::submitResponse));
        all.add(sample("fault", GatewaySamples.fault(GatewaySamples.fault()), GatewayParser::submitResponse));
        all.add(sample(
                "opened delivery",
                ReceiveRequest.newBuilder().setOpen(GatewaySamples.open()),
                DeliveryCallParser::receiveRequest));
        all.add(sample("credit", ReceiveRequest.newBuilder().setCredit(5), DeliveryCallParser::receiveRequest));
        all.add(sample("received place", GatewaySamples.received().clearRecord(), DeliveryCallParser::receiveResponse));
        all.add(sample("fetch", GatewaySamples.fetch(), DeliveryCallParser::fetchDeliveriesRequest));
        all.add(sample(
                "fetched place", GatewaySamples.fetched().clearRecords(), DeliveryCallParser::fetchDeliveriesResponse));
        all.add(sample("cursor", GatewaySamples.acknowledge(), DeliveryCallParser::acknowledgeCursorRequest));
        all.add(sample(
                "settled cursor",
                AcknowledgeCursorResponse.newBuilder(),
                DeliveryCallParser::acknowledgeCursorResponse));
        all.add(sample(
                "answer of an external authorization",
                CheckResponse.newBuilder()
                        .addAnswers(AuthorizationAnswer.newBuilder().setPlace(1).setEffect(Effect.EFFECT_PERMIT)),
                AuthorizationCallParser::checkResponse));
    }

    private static Message channelKey(SharedChainKey key) {
        return ChannelKey.newBuilder()
                .setChannel(key.channel())
                .setEpoch(key.epoch())
                .setRosterHash(key.rosterHash())
                .setIndex(key.index())
                .setChainKey(ByteString.copyFrom(key.chainKey()))
                .build();
    }

    private static Sample sample(String name, Message.Builder message, Reader reader) {
        return new Sample(name, message.build(), reader);
    }
}
