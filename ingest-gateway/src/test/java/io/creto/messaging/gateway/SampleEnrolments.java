package io.creto.messaging.gateway;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.BatchSigner;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.SignedBatch;
import java.security.SecureRandom;
import java.util.List;

/** Signed batches with commands. */
public final class SampleEnrolments {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long HOUR_MS = 3_600_000;

    private SampleEnrolments() {}

    /** An enrolment, as a new agent submits it. */
    public static SignedBatch enrolment(String agent) {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        return batch(agent, key, enrol(agent, key));
    }

    /** The enrolment of one agent in a batch of another. */
    public static SignedBatch enrolmentUnderAnother(String agent, String signer) {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        return batch(signer, key, enrol(agent, key));
    }

    /** An enrolment, and something besides. */
    public static SignedBatch enrolmentAndMore(String agent) {
        CompositePrivateKey key = CompositePrivateKey.generate(RANDOM);
        return batch(agent, key, enrol(agent, key), command(agent));
    }

    /** A command that is no enrolment. */
    public static SignedBatch otherCommand(String agent) {
        return batch(agent, CompositePrivateKey.generate(RANDOM), command(agent));
    }

    private static Envelope enrol(String agent, CompositePrivateKey key) {
        try (EnrolmentToken token = EnrolmentToken.generate(RANDOM)) {
            return envelope(
                    agent,
                    MessageKind.MESSAGE_KIND_ENROL,
                    token.enrol(id(agent), key, RANDOM).toByteString());
        }
    }

    private static Envelope command(String agent) {
        return envelope(
                agent,
                MessageKind.MESSAGE_KIND_SET_STATUS,
                SetStatus.newBuilder()
                        .setAgent(agent)
                        .setStatus(AgentStatus.AGENT_STATUS_ACTIVE)
                        .build()
                        .toByteString());
    }

    private static Envelope envelope(String sender, MessageKind kind, ByteString body) {
        long now = System.currentTimeMillis();
        return Envelope.newBuilder()
                .setHeader(EnvelopeHeader.newBuilder()
                        .setVersion(1)
                        .setSuite(1)
                        .setMessageId(MessageId.create(now, RANDOM).toByteString())
                        .setSender(sender)
                        .setKind(kind)
                        .setLane(Lane.LANE_NORMAL)
                        .setSystem(true)
                        .setCreatedAtMs(now)
                        .setExpiresAtMs(now + HOUR_MS)
                        .setReport(Report.REPORT_ROUTED)
                        .build()
                        .toByteString())
                .setBody(body)
                .build();
    }

    private static SignedBatch batch(String signer, CompositePrivateKey key, Envelope... envelopes) {
        long now = System.currentTimeMillis();
        var position = new BatchSigner.Position(MessageId.create(now, RANDOM), 1, 1, Lane.LANE_NORMAL, now);
        try {
            return new BatchSigner(id(signer), key, RANDOM).sign(position, List.of(envelopes));
        } catch (WireException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static AgentId id(String text) {
        try {
            return AgentId.parse(text);
        } catch (WireException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
