package io.creto.messaging.client;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.EnvelopeLeaf;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Directive;
import io.creto.messaging.v1.DirectiveKind;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;

/** What somebody with rights to write to a delivery topic may say to an agent: nothing of it is signed. */
final class Forgeries {
    private Forgeries() {}

    /** That a batch is refused as a whole. */
    static DeliveryRecord ofBatch(SignedBatch batch, RejectionReason reason) {
        return record(verdict(batch).setBatchReason(reason));
    }

    /** That each envelope of a batch has come to this. */
    static DeliveryRecord ofEnvelopes(SignedBatch batch, VerdictState state, RejectionReason reason) {
        Verdict.Builder verdict = verdict(batch);
        for (Envelope envelope : batch.getEnvelopesList()) {
            EnvelopeHeader header = header(batch, envelope);
            verdict.addEnvelopes(EnvelopeVerdict.newBuilder()
                    .setSender(header.getSender())
                    .setMessageId(header.getMessageId())
                    .setLeafHash(ByteString.copyFrom(EnvelopeLeaf.hash(envelope)))
                    .setState(state)
                    .setReason(reason));
        }
        return record(verdict);
    }

    /** That an agent is to look at its revocation. */
    static DeliveryRecord revocation(String agent) {
        return DeliveryRecord.newBuilder()
                .setDirective(Directive.newBuilder()
                        .setKind(DirectiveKind.DIRECTIVE_KIND_REVOKED)
                        .setAgent(agent)
                        .setDecidedAtMs(1))
                .build();
    }

    private static Verdict.Builder verdict(SignedBatch batch) {
        BatchHeader header = header(batch);
        return Verdict.newBuilder()
                .setBatchId(header.getBatchId())
                .setSigner(header.getSigner())
                .setDecidedAtMs(header.getCreatedAtMs());
    }

    private static DeliveryRecord record(Verdict.Builder verdict) {
        return DeliveryRecord.newBuilder().setVerdict(verdict).build();
    }

    private static BatchHeader header(SignedBatch batch) {
        try {
            return BatchParser.header(batch.getHeader());
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static EnvelopeHeader header(SignedBatch batch, Envelope envelope) {
        try {
            return EnvelopeParser.envelope(header(batch).getLane(), envelope);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }
}
