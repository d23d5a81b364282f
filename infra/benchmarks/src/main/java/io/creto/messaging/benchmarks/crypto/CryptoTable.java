package io.creto.messaging.benchmarks.crypto;

import io.creto.messaging.benchmarks.Measurement;
import io.creto.messaging.benchmarks.Ratio;
import java.util.List;
import java.util.Map;

/** The ratios that the crypto module is held to, over the measurements of one run. */
public final class CryptoTable {
    private static final int LARGE_BATCH = 64;

    private CryptoTable() {}

    /**
     * Computes the ratios.
     *
     * @param measured by name, see {@link Measurement#name}
     * @throws IllegalStateException if a measurement is missing
     */
    public static List<Ratio> ratios(Map<String, Measurement> measured) {
        Lookup us = new Lookup(measured);
        double verifyFloor = NativeProvider.isLoaded()
                ? Math.min(us.of("RawNativeVerify.compositeVerify"), us.of("RawPrimitives.compositeVerify"))
                : us.of("RawPrimitives.compositeVerify");
        double verifyOne = us.of("BatchBenchmark.verify:1");
        double verifyEach = us.of("BatchBenchmark.verify:64") / LARGE_BATCH;
        double sealFloor = us.of("RawPrimitives.mlKemEncapsulate")
                + us.of("RawPrimitives.aesWrap")
                + us.of("RawPrimitives.gcmSeal");
        double openFloor = us.of("RawPrimitives.mlKemDecapsulate")
                + us.of("RawPrimitives.aesUnwrap")
                + us.of("RawPrimitives.gcmOpen");
        double signFloor = us.of("RawPrimitives.compositeSign") + us.of("BatchBenchmark.hashOnly:64");
        return List.of(
                new Ratio("verify a batch of 1 / raw composite verify", verifyOne, verifyFloor, 1.10),
                new Ratio(
                        "verify a batch of 64, per message / raw composite verify", verifyEach, verifyFloor, 1.0 / 30),
                new Ratio("seal / (encapsulate + wrap + GCM)", us.of("SealingBenchmark.seal"), sealFloor, 1.25),
                new Ratio("open / (decapsulate + unwrap + GCM)", us.of("SealingBenchmark.open"), openFloor, 1.25),
                new Ratio(
                        "sign a batch of 64 / (one signature + hashing)",
                        us.of("BatchBenchmark.sign:64"),
                        signFloor,
                        1.10));
    }

    private record Lookup(Map<String, Measurement> measured) {
        double of(String name) {
            Measurement measurement = measured.get(name);
            if (measurement == null) {
                throw new IllegalStateException("not measured: " + name + "; measured are " + measured.keySet());
            }
            return measurement.microseconds();
        }
    }
}
