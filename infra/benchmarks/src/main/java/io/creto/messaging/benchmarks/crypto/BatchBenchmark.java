package io.creto.messaging.benchmarks.crypto;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.BatchSigner;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Batches of sealed envelopes with 1 KiB payloads: signing, and verifying from the bytes that travelled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BatchBenchmark {
    private static final int PAYLOAD_BYTES = 1024;

    /** Envelopes in the batch. */
    @Param({"1", "64"})
    private int envelopeCount;

    private final SecureRandom random = new SecureRandom();
    private final CompositePrivateKey key = CompositePrivateKey.generate(random);
    private final CompositePublicKey publicKey = key.publicKey();
    private final BatchSigner signer = new BatchSigner(SampleEnvelopes.SENDER, key, random);

    private List<Envelope> envelopes = List.of();
    private ByteString travelled = ByteString.EMPTY;
    private byte[][] headers = {};
    private byte[][] bodies = {};

    /** Seals the envelopes and signs the batch. */
    @Setup
    public void setUp() throws WireException {
        try (DecapsulationKey recipient = DecapsulationKey.generate(random)) {
            envelopes = SampleEnvelopes.sealed(envelopeCount, PAYLOAD_BYTES, recipient.encapsulationKey(), random);
        }
        travelled = sign().toByteString();
        headers = envelopes.stream().map(e -> e.getHeader().toByteArray()).toArray(byte[][]::new);
        bodies = envelopes.stream().map(e -> e.getBody().toByteArray()).toArray(byte[][]::new);
    }

    /** Bytes to a verified batch: strict parsing, tree, signature. */
    @Benchmark
    public VerifiedBatch verify() throws WireException, VerificationException {
        return VerifiedBatch.verify(BatchParser.signedBatch(travelled), publicKey);
    }

    /** Envelopes to a signed batch. */
    @Benchmark
    public SignedBatch sign() throws WireException {
        BatchSigner.Position position = new BatchSigner.Position(
                MessageId.create(SampleEnvelopes.NOW_MS, random), 1, 1, Lane.LANE_NORMAL, SampleEnvelopes.NOW_MS);
        return signer.sign(position, envelopes);
    }

    /** Floor: the SHA-256 calls of one batch, on plain arrays. */
    @Benchmark
    public byte[] hashOnly() throws GeneralSecurityException {
        MessageDigest sha256 = NativeProvider.sha256();
        byte[] node = new byte[65];
        for (int i = 0; i < envelopeCount; i++) {
            sha256.digest(headers[i]);
            sha256.digest(bodies[i]);
            sha256.digest(node);
        }
        for (int i = 1; i < envelopeCount; i++) {
            sha256.digest(node);
        }
        return node;
    }
}
