package io.creto.messaging.cli.demo;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.creto.messaging.cli.CliException;
import io.creto.messaging.cli.ExitCode;
import io.creto.messaging.client.GatewayAccess;
import io.creto.messaging.localstack.home.Clients;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.Verdict;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has got hold of an agent's access to the gateway, but not of its key: takes a batch that the agent really sent,
 * changes it, submits it in the agent's name, and looks what becomes of it.
 */
final class Tampering {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int RANDOM_PART = 10;

    private final Clients clients;
    private final AgentId agent;
    private final LogReader log;

    /** @param agent kept in the home, which has sent something */
    Tampering(Home home, Clients clients, AgentId agent) throws IOException {
        this.clients = clients;
        this.agent = agent;
        this.log = new LogReader(home);
    }

    /** Another message under a genuine header's signature: the header is made anew, the signature is the genuine one. */
    String forgedHeader() {
        return refusal(batch -> batch);
    }

    /** One bit of a sealed message flipped. */
    String forgedMessage() {
        return refusal(batch -> {
            Envelope envelope = batch.getEnvelopes(0);
            byte[] body = envelope.getBody().toByteArray();
            body[body.length - 1] ^= 1;
            return batch.toBuilder()
                    .setEnvelopes(0, envelope.toBuilder().setBody(ByteString.copyFrom(body)))
                    .build();
        });
    }

    /** The reason for which the changed batch was refused. */
    private String refusal(Function<SignedBatch, SignedBatch> change) {
        SignedBatch genuine = log.first(Topics.ingest(Lane.LANE_NORMAL), this::batch, ANSWER);
        try {
            BatchHeader header = BatchHeader.parseFrom(genuine.getHeader());
            ByteString id = anotherId(header.getBatchId());
            ByteString forged = header.toBuilder().setBatchId(id).build().toByteString();
            submit(change.apply(genuine.toBuilder().setHeader(forged).build()));
            Verdict verdict = log.first(Topics.VERDICTS, value -> verdict(value, id), ANSWER);
            return verdict.getBatchReason().name().substring("REJECTION_REASON_".length());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the log holds what the gateway has checked", e);
        }
    }

    private void submit(SignedBatch batch) {
        try (GatewayAccess gateway = clients.gateway(agent)) {
            SubmissionServiceGrpc.newBlockingStub(gateway.channel())
                    .submit(SubmitRequest.newBuilder()
                            .setBatch(batch.toByteString())
                            .build());
        }
    }

    /** The same time, other random bits: so the batch is one that nobody has judged before. */
    private static ByteString anotherId(ByteString id) {
        byte[] bytes = id.toByteArray();
        byte[] random = new byte[bytes.length - RANDOM_PART];
        new SecureRandom().nextBytes(random);
        System.arraycopy(random, 0, bytes, RANDOM_PART, random.length);
        return ByteString.copyFrom(bytes);
    }

    private @Nullable SignedBatch batch(byte[] record) {
        try {
            SignedBatch batch = IngestRecord.parseFrom(record).getBatch();
            boolean theAgents =
                    BatchHeader.parseFrom(batch.getHeader()).getSigner().equals(agent.toString());
            return theAgents && !batch.getEnvelopes(0).getBody().isEmpty() ? batch : null;
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private static @Nullable Verdict verdict(byte[] record, ByteString batchId) {
        try {
            Verdict verdict = Verdict.parseFrom(record);
            return verdict.getBatchId().equals(batchId) ? verdict : null;
        } catch (InvalidProtocolBufferException e) {
            throw new CliException(ExitCode.FAILED, "topic verdicts holds what is no verdict", e);
        }
    }
}
