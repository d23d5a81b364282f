package io.creto.messaging.crypto.batch;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;

/** Batches of opaque envelopes: this package does not look into them. */
final class SampleBatches {
    static final AgentId SIGNER = AgentId.of("acme", "worker-1");
    static final long NOW_MS = 1_700_000_000_000L;
    static final SecureRandom RANDOM = TestRandom.seeded(3);
    static final CompositePrivateKey KEY = CompositePrivateKey.generate(RANDOM);

    private SampleBatches() {}

    static List<Envelope> envelopes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Envelope.newBuilder()
                        .setHeader(ByteString.copyFromUtf8("header " + i))
                        .setBody(ByteString.copyFromUtf8("body " + i))
                        .build())
                .toList();
    }

    static BatchSigner.Position position() {
        return new BatchSigner.Position(MessageId.create(NOW_MS, RANDOM), 1, 1, Lane.LANE_NORMAL, NOW_MS);
    }

    static SignedBatch signed(List<Envelope> envelopes) throws WireException {
        return new BatchSigner(SIGNER, KEY, RANDOM).sign(position(), envelopes);
    }
}
