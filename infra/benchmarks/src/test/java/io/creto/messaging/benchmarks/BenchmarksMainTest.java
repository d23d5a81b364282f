package io.creto.messaging.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BenchmarksMainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crypto --seconds 0",
                "crypto --forks -1",
                "crypto --forks x",
                "pipeline --rounds 0",
                "pipeline --messages 1",
                "pipeline --only everything",
                "pipeline --parallelism 0",
                "access --rounds 0",
                "access --batches 1",
                "access --only everything",
                "authz --fleets 0",
                "authz --rules 1",
                "authz --decisions 1",
                "nonsense"
            })
    void wrongUsageIsOneLineAndExitCode2(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--version", "crypto --version", "pipeline --version", "access --version", "authz --version"})
    void theVersionIsPrinted(String arguments) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out.toString()).startsWith("creto bench ");
    }

    @Test
    void aRunThatFailsIsNotATargetMissed() {
        CommandLine commandLine = BenchmarksMain.commandLine().addSubcommand("crash", new Crash());
        commandLine.setErr(new PrintWriter(err));
        assertThat(BenchmarksMain.handlingFailures(commandLine).execute("crash"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("it broke");
    }

    private int run(String... arguments) {
        return BenchmarksMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @CommandLine.Command(name = "crash")
    private static final class Crash implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("it broke");
        }
    }
}
