package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.WireLimits.HASH_BYTES;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeHeader.DestinationCase;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;

/** Reads the header of an envelope, and a whole envelope with the rules between header and body. */
public final class EnvelopeParser {
    private static final StrictWire<EnvelopeHeader> HEADER = StrictWire.of(
            EnvelopeHeader.getDescriptor(), EnvelopeHeader.parser(), WireLimits.MAX_ENVELOPE_HEADER_BYTES);
    private static final String PATH = "envelope_header.";

    private EnvelopeParser() {}

    /**
     * Reads a header. Refuses another version or suite (of the recipient's key too) with UNSUPPORTED_VERSION, more than 1024
     * bytes with TOO_LARGE, and with MALFORMED: ids that are not UUIDv7, a message id further than 5 minutes from
     * created_at, agent ids against the grammar, a missing kind, lane, report or destination, a destination, recipient key
     * id or roster hash that does not go with the kind, a life outside 1 s to 30 d, a deadline without correlation id or
     * out of range, a correlation id outside MESSAGE, replacing itself, asking for a receipt of other than a recipient.
     */
    public static EnvelopeHeader header(ByteString bytes) throws WireException {
        EnvelopeHeader header = HEADER.parse(bytes);
        AgentId.check(header.getSender(), PATH + "sender");
        Check.given(header.getKind(), PATH + "kind");
        Check.given(header.getLane(), PATH + "lane");
        Check.given(header.getReport(), PATH + "report");
        checkTimes(header);
        checkDestination(header);
        checkConversation(header);
        return header;
    }

    /**
     * Reads an envelope as part of a batch: its header, and its body as the header's kind demands. Refuses what {@link
     * #header}, {@link SealedBodyParser} or {@link CommandParser#command} refuse, and with MALFORMED a lane other than the
     * batch's and a key part that does not go with the kind or with recipient_key_id.
     *
     * @param lane the lane of the batch, from its header
     * @return the header; whoever needs the body parses it where it is needed
     */
    public static EnvelopeHeader envelope(Lane lane, Envelope envelope) throws WireException {
        EnvelopeHeader header = header(envelope.getHeader());
        if (header.getLane() != lane) {
            throw WireException.malformed(PATH + "lane", header.getLane() + ", must be the batch's " + lane);
        }
        if (MessageKinds.isCommand(header.getKind())) {
            CommandParser.command(header, envelope.getBody());
        } else {
            SealedBodyParser.checkAgainst(
                    header,
                    SealedBodyParser.keyPart(
                            SealedBodyParser.body(envelope.getBody()).getKey()));
        }
        return header;
    }

    private static void checkTimes(EnvelopeHeader header) throws WireException {
        long created = header.getCreatedAtMs();
        Check.time(created, PATH + "created_at_ms");
        Check.time(header.getExpiresAtMs(), PATH + "expires_at_ms");
        Check.span(
                created, header.getExpiresAtMs(), WireLimits.MIN_TTL_MS, WireLimits.MAX_TTL_MS, PATH + "expires_at_ms");
        Ids.checkTimed(header.getMessageId(), created, PATH + "message_id");
    }

    private static void checkDestination(EnvelopeHeader header) throws WireException {
        DestinationCase actual = header.getDestinationCase();
        DestinationCase demanded = MessageKinds.destination(header.getKind());
        if (actual != demanded) {
            throw WireException.malformed(
                    PATH + "destination", actual + ", must be " + demanded + " for " + header.getKind());
        }
        String why = "for " + header.getKind();
        if (actual == DestinationCase.RECIPIENT) {
            AgentId.check(header.getRecipient(), PATH + "recipient");
            KeyId.check(header.getRecipientKeyId(), PATH + "recipient_key_id");
        } else {
            Check.absent(header.getRecipientKeyId().isEmpty(), PATH + "recipient_key_id", why);
        }
        if (actual == DestinationCase.CHANNEL) {
            MessageId.check(header.getChannel(), PATH + "channel");
            Check.size(header.getRosterHash(), HASH_BYTES, PATH + "roster_hash");
        } else {
            Check.absent(header.getRosterHash().isEmpty(), PATH + "roster_hash", why);
        }
        boolean systemHolds = actual != DestinationCase.SYSTEM || header.getSystem();
        Check.rule(systemHolds, PATH + "system", "false, must be true");
        boolean receiptHolds = header.getReport() != Report.REPORT_ACKNOWLEDGED || actual == DestinationCase.RECIPIENT;
        Check.rule(receiptHolds, PATH + "report", "a receipt is asked for, must be one recipient to give it");
    }

    private static void checkConversation(EnvelopeHeader header) throws WireException {
        ByteString correlation = header.getCorrelationId();
        if (!correlation.isEmpty()) {
            MessageId.check(correlation, PATH + "correlation_id");
            boolean isMessage = header.getKind() == MessageKind.MESSAGE_KIND_MESSAGE;
            Check.absent(isMessage, PATH + "correlation_id", "for " + header.getKind());
        }
        if (header.getReplyByMs() != 0) {
            Check.time(header.getReplyByMs(), PATH + "reply_by_ms");
            Check.rule(!correlation.isEmpty(), PATH + "reply_by_ms", "given, must come with correlation_id");
            Check.span(header.getCreatedAtMs(), header.getReplyByMs(), 1, WireLimits.MAX_TTL_MS, PATH + "reply_by_ms");
        }
        if (!header.getReplaces().isEmpty()) {
            MessageId.check(header.getReplaces(), PATH + "replaces");
            boolean other = !header.getReplaces().equals(header.getMessageId());
            Check.rule(other, PATH + "replaces", "the message's own id, must be an earlier one");
        }
    }
}
