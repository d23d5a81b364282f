package io.creto.messaging.jobs;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static io.creto.messaging.jobs.SampleAgents.bytes;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Acknowledge;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Handling;
import io.creto.messaging.v1.KemWrap;
import io.creto.messaging.v1.KeyPart;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SealedBody;
import io.creto.messaging.v1.SetStatus;

/** Well-formed envelopes; the sealed ones hold noise, which nobody here can tell from a ciphertext. */
public final class SampleEnvelopes {
    private static final int SUITE_AND_HASH = 17;

    private SampleEnvelopes() {}

    public static Envelope message(String sender, String recipient) {
        return message(header(sender).setRecipient(recipient), 64);
    }

    public static Envelope message(EnvelopeHeader.Builder header, int payloadBytes) {
        return message(header, keyId(), payloadBytes);
    }

    public static ByteString keyId() {
        return ByteString.copyFrom(new byte[] {1}).concat(bytes(SUITE_AND_HASH - 1));
    }

    public static Envelope message(EnvelopeHeader.Builder header, ByteString keyId, int payloadBytes) {
        KeyPart key = KeyPart.newBuilder()
                .setKemWrap(KemWrap.newBuilder()
                        .setKeyId(keyId)
                        .setKemCiphertext(bytes(WireLimits.KEM_CIPHERTEXT_BYTES))
                        .setWrappedKey(bytes(WireLimits.WRAPPED_KEY_BYTES)))
                .build();
        SealedBody body = SealedBody.newBuilder()
                .setKey(key.toByteString())
                .setNonce(bytes(WireLimits.NONCE_BYTES))
                .setCiphertext(bytes(WireLimits.TAG_BYTES + payloadBytes))
                .build();
        return Envelope.newBuilder()
                .setHeader(header.setRecipientKeyId(keyId).build().toByteString())
                .setBody(body.toByteString())
                .build();
    }

    public static EnvelopeHeader.Builder header(String sender) {
        return header(sender, NOW);
    }

    public static EnvelopeHeader.Builder header(String sender, long createdAtMs) {
        return EnvelopeHeader.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setMessageId(MessageId.create(createdAtMs, RANDOM).toByteString())
                .setSender(sender)
                .setKind(MessageKind.MESSAGE_KIND_MESSAGE)
                .setLane(Lane.LANE_NORMAL)
                .setCreatedAtMs(createdAtMs)
                .setExpiresAtMs(createdAtMs + 60_000)
                .setReport(Report.REPORT_NONE);
    }

    public static Envelope command(String sender, MessageKind kind, Message body) {
        return command(header(sender), kind, body);
    }

    public static Envelope command(EnvelopeHeader.Builder header, MessageKind kind, Message body) {
        return Envelope.newBuilder()
                .setHeader(header.setKind(kind).setSystem(true).build().toByteString())
                .setBody(body.toByteString())
                .build();
    }

    public static Envelope acknowledgement(String sender, String of) {
        return command(
                sender,
                MessageKind.MESSAGE_KIND_ACKNOWLEDGE,
                Acknowledge.newBuilder()
                        .setSender(of)
                        .setMessageId(MessageId.create(NOW, RANDOM).toByteString())
                        .setLeafHash(bytes(WireLimits.HASH_BYTES))
                        .setOutcome(Handling.HANDLING_HANDLED)
                        .build());
    }

    public static Envelope suspension(String sender, String of) {
        return suspension(header(sender), of);
    }

    public static Envelope suspension(EnvelopeHeader.Builder header, String of) {
        return command(
                header,
                MessageKind.MESSAGE_KIND_SET_STATUS,
                SetStatus.newBuilder()
                        .setAgent(of)
                        .setStatus(AgentStatus.AGENT_STATUS_SUSPENDED)
                        .build());
    }

    public static Envelope enrolment(AgentId agent, CompositePrivateKey key) {
        try (EnrolmentToken token = EnrolmentToken.generate(RANDOM)) {
            return command(agent.toString(), MessageKind.MESSAGE_KIND_ENROL, token.enrol(agent, key, RANDOM));
        }
    }
}
