package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.ALICE;
import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.NOW;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.UNSUPPORTED;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.hash;
import static io.creto.messaging.schemas.Values.id;
import static io.creto.messaging.schemas.Values.keyId;
import static io.creto.messaging.schemas.Values.text;
import static io.creto.messaging.schemas.WireLimits.MAX_TIME_MS;
import static io.creto.messaging.schemas.WireLimits.MAX_TTL_MS;
import static io.creto.messaging.schemas.WireLimits.MIN_TTL_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeHeader.DestinationCase;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeParserTest {
    private static final long SKEW = WireLimits.MAX_CLOCK_SKEW_MS;

    private static EnvelopeHeader.Builder header() {
        return WireSamples.header();
    }

    static List<EnvelopeHeader.Builder> accepted() {
        String longest = text(63) + "/" + text(127);
        return List.of(
                header().setExpiresAtMs(NOW + MIN_TTL_MS),
                header().setExpiresAtMs(NOW + MAX_TTL_MS),
                header().setMessageId(id(NOW - SKEW)),
                header().setMessageId(id(NOW + SKEW)),
                header().setSender(longest).setRecipient(longest),
                header().setRecipient(ALICE),
                header().setCreatedAtMs(MAX_TIME_MS - MIN_TTL_MS)
                        .setExpiresAtMs(MAX_TIME_MS)
                        .setMessageId(id(MAX_TIME_MS)),
                header().setReport(Report.REPORT_ACKNOWLEDGED),
                header().setCorrelationId(id(5)),
                header().setCorrelationId(id(5)).setReplyByMs(NOW + 1),
                header().setCorrelationId(id(5)).setReplyByMs(NOW + MAX_TTL_MS),
                header().setReplaces(id(NOW - 1)),
                WireSamples.publication().setReplaces(id(NOW - 1)).setReport(Report.REPORT_ROUTED),
                WireSamples.command(MessageKind.MESSAGE_KIND_ROTATE).setReport(Report.REPORT_ROUTED));
    }

    static List<Arguments> refused() {
        EnvelopeHeader.Builder command = WireSamples.command(MessageKind.MESSAGE_KIND_ROTATE);
        return List.of(
                arguments(header().setMessageId(bytes(16)), "message_id"),
                arguments(header().setMessageId(id().concat(bytes(1))), "message_id"),
                arguments(header().setMessageId(id(NOW - SKEW - 1)), "message_id"),
                arguments(header().setMessageId(id(NOW + SKEW + 1)), "message_id"),
                arguments(header().setSender("alice"), "sender"),
                arguments(header().setSender("acme/" + text(128)), "sender"),
                arguments(header().setRecipient("Acme/bob"), "recipient"),
                arguments(header().setExpiresAtMs(NOW + MIN_TTL_MS - 1), "expires_at_ms"),
                arguments(header().setExpiresAtMs(NOW + MAX_TTL_MS + 1), "expires_at_ms"),
                arguments(header().setExpiresAtMs(NOW - 1), "expires_at_ms"),
                arguments(header().setExpiresAtMs(Long.MIN_VALUE), "expires_at_ms"),
                arguments(header().setExpiresAtMs(Long.MAX_VALUE), "expires_at_ms"),
                arguments(header().setExpiresAtMs(MAX_TIME_MS + 1), "expires_at_ms"),
                arguments(header().setCreatedAtMs(Long.MIN_VALUE), "created_at_ms"),
                arguments(header().setCreatedAtMs(-1), "created_at_ms"),
                arguments(header().setCreatedAtMs(MAX_TIME_MS + 1), "created_at_ms"),
                arguments(header().setRecipientKeyId(keyId().substring(1)), "recipient_key_id"),
                arguments(header().clearRecipientKeyId(), "recipient_key_id"),
                arguments(WireSamples.publication().setRecipientKeyId(keyId()), "recipient_key_id"),
                arguments(command.clone().setRecipientKeyId(keyId()), "recipient_key_id"),
                arguments(WireSamples.publication().setRosterHash(bytes(31)), "roster_hash"),
                arguments(header().setRosterHash(hash()), "roster_hash"),
                arguments(command.clone().setRosterHash(hash()), "roster_hash"),
                arguments(WireSamples.publication().setChannel(bytes(16)), "channel"),
                arguments(command.clone().setSystem(false), "system"),
                arguments(WireSamples.publication().setReport(Report.REPORT_ACKNOWLEDGED), "report"),
                arguments(command.clone().setReport(Report.REPORT_ACKNOWLEDGED), "report"),
                arguments(header().setCorrelationId(bytes(16)), "correlation_id"),
                arguments(
                        header().setKind(MessageKind.MESSAGE_KIND_CHANNEL_KEY).setCorrelationId(id()),
                        "correlation_id"),
                arguments(WireSamples.publication().setCorrelationId(id()), "correlation_id"),
                arguments(command.clone().setCorrelationId(id()), "correlation_id"),
                arguments(header().setReplyByMs(NOW + 1), "reply_by_ms"),
                arguments(header().setCorrelationId(id()).setReplyByMs(NOW), "reply_by_ms"),
                arguments(header().setCorrelationId(id()).setReplyByMs(NOW + MAX_TTL_MS + 1), "reply_by_ms"),
                arguments(header().setCorrelationId(id()).setReplyByMs(Long.MIN_VALUE), "reply_by_ms"),
                arguments(header().setReplaces(bytes(16)), "replaces"),
                arguments(header().setReplaces(id()), "replaces"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsUpToTheLimits(EnvelopeHeader.Builder header) throws WireException {
        EnvelopeHeader built = header.build();
        assertThat(EnvelopeParser.header(built.toByteString())).isEqualTo(built);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesBeyondThem(EnvelopeHeader.Builder header, String field) {
        assertRefused(() -> EnvelopeParser.header(bytesOf(header)), MALFORMED, "envelope_header." + field);
    }

    @Test
    void refusesOtherVersionsAndSuites() {
        EnvelopeHeader.Builder version = header().setVersion(2);
        assertRefused(() -> EnvelopeParser.header(bytesOf(version)), UNSUPPORTED, "envelope_header.version");
        EnvelopeHeader.Builder suite = header().setSuite(2);
        assertRefused(() -> EnvelopeParser.header(bytesOf(suite)), UNSUPPORTED, "envelope_header.suite");
        EnvelopeHeader.Builder key = header().setRecipientKeyId(bytes(17));
        assertRefused(() -> EnvelopeParser.header(bytesOf(key)), UNSUPPORTED, "envelope_header.recipient_key_id");
    }

    @Test
    void refusesLargeHeaders() {
        EnvelopeHeader.Builder large = header().setSender(text(1000));
        assertRefused(() -> EnvelopeParser.header(bytesOf(large)), TOO_LARGE, "envelope_header");
    }

    @ParameterizedTest
    @EnumSource(names = "UNRECOGNIZED", mode = EnumSource.Mode.EXCLUDE)
    void takesOnlyTheDestinationOfTheKind(MessageKind kind) throws WireException {
        for (DestinationCase destination : DestinationCase.values()) {
            EnvelopeHeader.Builder header = to(destination).setKind(kind);
            boolean good =
                    kind != MessageKind.MESSAGE_KIND_UNSPECIFIED && destination == MessageKinds.destination(kind);
            if (good) {
                assertThat(EnvelopeParser.header(bytesOf(header)).getKind()).isEqualTo(kind);
            } else {
                String field = kind == MessageKind.MESSAGE_KIND_UNSPECIFIED ? "kind" : "destination";
                assertRefused(() -> EnvelopeParser.header(bytesOf(header)), MALFORMED, "envelope_header." + field);
            }
        }
    }

    @Test
    void readsWholeEnvelopes() throws WireException {
        EnvelopeHeader header =
                EnvelopeParser.envelope(Lane.LANE_NORMAL, WireSamples.envelope().build());
        assertThat(header).isEqualTo(header().build());
        for (var command : CommandSamples.all().entrySet()) {
            Envelope envelope = WireSamples.envelope(
                            WireSamples.command(command.getKey()),
                            command.getValue().toByteString())
                    .build();
            assertThat(EnvelopeParser.envelope(Lane.LANE_NORMAL, envelope).getKind())
                    .isEqualTo(command.getKey());
        }
    }

    @Test
    void refusesALaneOtherThanTheBatchs() {
        Envelope envelope = WireSamples.envelope().build();
        assertRefused(() -> EnvelopeParser.envelope(Lane.LANE_BULK, envelope), MALFORMED, "envelope_header.lane");
    }

    @Test
    void refusesABodyThatIsNotTheKinds() {
        ByteString senderKey = WireSamples.body(WireSamples.senderKey()).build().toByteString();
        ByteString kemWrap = WireSamples.body(WireSamples.kemWrap()).build().toByteString();
        ByteString rotate = CommandSamples.rotate().build().toByteString();
        EnvelopeHeader.Builder rotateHeader = WireSamples.command(MessageKind.MESSAGE_KIND_ROTATE);
        assertEnvelopeRefused(header(), senderKey, "key_part.part");
        assertEnvelopeRefused(WireSamples.publication(), kemWrap, "key_part.part");
        assertEnvelopeRefused(header().setRecipientKeyId(keyId(8)), kemWrap, "key_part.kem_wrap.key_id");
        assertEnvelopeRefused(header(), rotate, "sealed_body.nonce");
        assertEnvelopeRefused(rotateHeader, kemWrap, "rotate");
    }

    private static void assertEnvelopeRefused(EnvelopeHeader.Builder header, ByteString body, String field) {
        Envelope envelope = WireSamples.envelope(header, body).build();
        assertRefused(() -> EnvelopeParser.envelope(Lane.LANE_NORMAL, envelope), MALFORMED, field);
    }

    private static EnvelopeHeader.Builder to(DestinationCase destination) {
        return switch (destination) {
            case RECIPIENT -> header();
            case CHANNEL -> WireSamples.publication();
            case SYSTEM -> WireSamples.command(MessageKind.MESSAGE_KIND_ROTATE);
            case DESTINATION_NOT_SET -> header().clearRecipient();
        };
    }

    private static ByteString bytesOf(EnvelopeHeader.Builder header) {
        return header.build().toByteString();
    }
}
