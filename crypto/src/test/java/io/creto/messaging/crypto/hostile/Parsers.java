package io.creto.messaging.crypto.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.crypto.sealing.OpenException;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.AuthorizationCallParser;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.ChannelKeyParser;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.DeliveryCallParser;
import io.creto.messaging.schemas.DeliveryParser;
import io.creto.messaging.schemas.DirectoryParser;
import io.creto.messaging.schemas.EnrolmentParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.GatewayParser;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.MessageKinds;
import io.creto.messaging.schemas.PolicyCallParser;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.SealedBodyParser;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.schemas.TokenParser;
import io.creto.messaging.schemas.VerdictParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.MessageKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every public entry point that makes something of bytes alone. */
final class Parsers {
    private Parsers() {}

    /** Reads bytes; what it makes of them does not matter here. */
    @FunctionalInterface
    interface Reader {
        Object read(ByteString bytes) throws WireException, VerificationException, OpenException;
    }

    /** An entry point under its name, class and method. */
    record Parser(String name, Reader reader) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Parser> all() {
        return Stream.of(ofMessages(), ofCommands(), ofOthers())
                .flatMap(parsers -> parsers)
                .toList();
    }

    /** Those of the parser classes, by the names of class and method. */
    static Stream<Parser> ofMessages() {
        return Stream.concat(ofRecords(), ofCalls());
    }

    private static Stream<Parser> ofCalls() {
        return Stream.of(
                new Parser("GatewayParser.submitRequest", GatewayParser::submitRequest),
                new Parser("GatewayParser.submitResponse", GatewayParser::submitResponse),
                new Parser("DeliveryCallParser.receiveRequest", DeliveryCallParser::receiveRequest),
                new Parser("DeliveryCallParser.receiveResponse", DeliveryCallParser::receiveResponse),
                new Parser("DeliveryCallParser.fetchDeliveriesRequest", DeliveryCallParser::fetchDeliveriesRequest),
                new Parser("DeliveryCallParser.fetchDeliveriesResponse", DeliveryCallParser::fetchDeliveriesResponse),
                new Parser("DeliveryCallParser.acknowledgeCursorRequest", DeliveryCallParser::acknowledgeCursorRequest),
                new Parser(
                        "DeliveryCallParser.acknowledgeCursorResponse", DeliveryCallParser::acknowledgeCursorResponse),
                new Parser("GatewayParser.getIdentitiesRequest", GatewayParser::getIdentitiesRequest),
                new Parser("GatewayParser.getIdentitiesResponse", GatewayParser::getIdentitiesResponse),
                new Parser("GatewayParser.listAgentsRequest", GatewayParser::listAgentsRequest),
                new Parser("GatewayParser.listAgentsResponse", GatewayParser::listAgentsResponse),
                new Parser("GatewayParser.fetchKeysRequest", GatewayParser::fetchKeysRequest),
                new Parser("GatewayParser.fetchKeysResponse", GatewayParser::fetchKeysResponse),
                new Parser("GatewayParser.getChannelRequest", GatewayParser::getChannelRequest),
                new Parser("GatewayParser.getChannelResponse", GatewayParser::getChannelResponse),
                new Parser("PolicyCallParser.getPolicyRequest", PolicyCallParser::getPolicyRequest),
                new Parser("PolicyCallParser.getPolicyResponse", PolicyCallParser::getPolicyResponse),
                new Parser("PolicyCallParser.listPolicyVersionsRequest", PolicyCallParser::listPolicyVersionsRequest),
                new Parser("PolicyCallParser.listPolicyVersionsResponse", PolicyCallParser::listPolicyVersionsResponse),
                new Parser("AuthorizationCallParser.checkResponse", AuthorizationCallParser::checkResponse));
    }

    private static Stream<Parser> ofRecords() {
        return Stream.of(
                new Parser("BatchParser.header", BatchParser::header),
                new Parser("BatchParser.signedBatch", BatchParser::signedBatch),
                new Parser("BatchParser.ingestRecord", BatchParser::ingestRecord),
                new Parser("ChannelKeyParser.channelKey", ChannelKeyParser::channelKey),
                new Parser("DelegationParser.delegation", DelegationParser::delegation),
                new Parser("DelegationParser.signed", DelegationParser::signed),
                new Parser("DeliveryParser.record", DeliveryParser::record),
                new Parser("DirectoryParser.prekey", DirectoryParser::prekey),
                new Parser("DirectoryParser.channel", DirectoryParser::channel),
                new Parser("DirectoryParser.rosterStep", DirectoryParser::rosterStep),
                new Parser("EnrolmentParser.binding", EnrolmentParser::binding),
                new Parser("EnvelopeParser.header", EnvelopeParser::header),
                new Parser("RecordParser.identity", RecordParser::identity),
                new Parser("RecordParser.keyStatus", RecordParser::keyStatus),
                new Parser("RecordParser.policy", RecordParser::policy),
                new Parser("SealedBodyParser.body", SealedBodyParser::body),
                new Parser("SealedBodyParser.keyPart", SealedBodyParser::keyPart),
                new Parser("SliceParser.slice", SliceParser::slice),
                new Parser("TokenParser.token", TokenParser::token),
                new Parser("TokenParser.signed", TokenParser::signed),
                new Parser("VerdictParser.verdict", VerdictParser::verdict),
                new Parser("VerdictParser.deadLetter", VerdictParser::deadLetter));
    }

    private static Stream<Parser> ofCommands() {
        return Arrays.stream(MessageKind.values())
                .filter(MessageKinds::isCommand)
                .map(kind -> new Parser("CommandParser.body " + kind, bytes -> CommandParser.body(kind, bytes)));
    }

    private static Stream<Parser> ofOthers() {
        return Stream.of(
                new Parser("AgentId.parse", bytes -> AgentId.parse(text(bytes))),
                new Parser("AgentId.parseNhiUri", bytes -> AgentId.parseNhiUri(text(bytes))),
                new Parser("AgentId.parseSpiffeUri", bytes -> AgentId.parseSpiffeUri(text(bytes))),
                new Parser("KeyId.parse", KeyId::parse),
                new Parser("MessageId.parse", MessageId::parse),
                new Parser("CompositePublicKey.parse", CompositePublicKey::parse),
                new Parser("EncapsulationKey.parse", EncapsulationKey::parse),
                new Parser("EnrolmentToken.parse", bytes -> EnrolmentToken.parse(text(bytes))));
    }

    private static String text(ByteString bytes) {
        return bytes.toString(ISO_8859_1);
    }
}
