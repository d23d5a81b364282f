package io.creto.messaging.benchmarks.crypto;

import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.sealing.EnvelopeOpener;
import io.creto.messaging.crypto.sealing.EnvelopeSealer;
import io.creto.messaging.crypto.sealing.OpenException;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Sealing and opening one envelope with a 1 KiB payload. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SealingBenchmark {
    private final SecureRandom random = new SecureRandom();
    private final DecapsulationKey recipient = DecapsulationKey.generate(random);
    private final EnvelopeSealer sealer = new EnvelopeSealer(random);
    private final EnvelopeHeader header = SampleEnvelopes.header(recipient.encapsulationKey(), random);
    private final byte[] payload = new byte[1024];

    private Envelope sealed = Envelope.getDefaultInstance();

    /** Seals the envelope to open. */
    @Setup
    public void setUp() throws WireException {
        random.nextBytes(payload);
        sealed = seal();
    }

    /** Header and payload to an envelope. */
    @Benchmark
    public Envelope seal() throws WireException {
        return sealer.seal(header, payload, recipient.encapsulationKey());
    }

    /** Envelope to payload. */
    @Benchmark
    public byte[] open() throws WireException, OpenException {
        return EnvelopeOpener.open(sealed, recipient);
    }
}
