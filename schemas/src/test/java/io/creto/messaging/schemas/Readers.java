package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.SignedAccessToken;
import io.creto.messaging.v1.Tick;
import java.util.ArrayList;
import java.util.List;

/** Every public reader with a valid message for it: what holds for all of them is tested once for all of them. */
final class Readers {
    private Readers() {}

    /** A reader. */
    interface Reader {
        Message read(ByteString bytes) throws WireException;
    }

    /** A reader with a message that it accepts and in which every field is mandatory. */
    record Sample(String name, Message message, Reader reader) {
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
        addRecords(all);
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
        all.add(sample("channel key", RecordSamples.channelKey(), ChannelKeyParser::channelKey));
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

    private static Sample sample(String name, Message.Builder message, Reader reader) {
        return new Sample(name, message.build(), reader);
    }
}
