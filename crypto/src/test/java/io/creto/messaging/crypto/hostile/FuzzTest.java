package io.creto.messaging.crypto.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.keystore.FuzzKeyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Coverage-guided fuzzing with Jazzer, each target in a JVM of its own, from valid samples. A finding is anything but a
 * typed refusal; its input is kept under {@code target/fuzz} and named in the failure, and what the fuzzer learns stays
 * there for the next run.
 *
 * <p>{@value #SECONDS} seconds a target; longer with {@code -Dcreto.fuzz.seconds=N}, of all targets or of one:
 *
 * <pre>./mvnw -B -pl crypto -am verify -Dtest=FuzzTest#fuzzSignedBatch -Dsurefire.failIfNoSpecifiedTests=false -Dcreto.fuzz.seconds=600</pre>
 */
final class FuzzTest {
    private static final int SECONDS = 2;
    /** From when on compiling well pays off. */
    private static final int LONG_SECONDS = 60;
    /** Guides the fuzzer; what is generated or foreign would only take it minutes to start. */
    private static final String OURS = "io.creto.messaging.crypto.**:io.creto.messaging.schemas.**";

    private static final Path DIRECTORY = Path.of("target", "fuzz").toAbsolutePath();

    @Test
    void fuzzSignedBatch() throws Exception {
        fuzz(FuzzSignedBatch.class, FuzzSignedBatch.seeds());
    }

    @Test
    void fuzzEnvelopeOpen() throws Exception {
        fuzz(FuzzEnvelopeOpen.class, FuzzEnvelopeOpen.seeds());
    }

    @Test
    void fuzzDelegationTokenEnrolment() throws Exception {
        fuzz(FuzzStatements.class, FuzzStatements.seeds());
    }

    @Test
    void fuzzDeliveryRecordAndSlice() throws Exception {
        fuzz(FuzzDelivery.class, FuzzDelivery.seeds());
    }

    @Test
    void fuzzKeyStore() throws Exception {
        fuzz(FuzzKeyStore.class, FuzzKeyStore.seeds());
    }

    @Test
    void fuzzEveryParser() throws Exception {
        fuzz(FuzzEveryParser.class, FuzzEveryParser.seeds());
    }

    private static void fuzz(Class<?> target, List<ByteString> seeds) throws IOException, InterruptedException {
        Path own = DIRECTORY.resolve(target.getSimpleName());
        Path corpus = Files.createDirectories(own.resolve("corpus"));
        Path samples = Files.createDirectories(own.resolve("samples"));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(samples.resolve("sample-" + i), seeds.get(i).toByteArray());
        }
        Path log = own.resolve("log.txt");
        int seconds = Integer.getInteger("creto.fuzz.seconds", SECONDS);
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=" + (seconds < LONG_SECONDS ? 1 : 4),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=" + OURS,
                        "--custom_hook_includes=" + OURS,
                        "--reproducer_path=" + own,
                        "-artifact_prefix=" + own + "/",
                        "-max_total_time=" + seconds,
                        "-max_len=16384",
                        "-timeout=20",
                        corpus.toString(),
                        samples.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(() -> read(log)).isZero();
        assertThat(read(log)).containsPattern("Done \\d+ runs");
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return log + " cannot be read: " + e.getMessage();
        }
    }
}
