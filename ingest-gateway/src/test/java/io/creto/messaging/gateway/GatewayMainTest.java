package io.creto.messaging.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GatewayMainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine =
            GatewayMain.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @TempDir
    Path directory;

    @Test
    void helpTellsOptionsAndExitCodes() {
        assertThat(commandLine.execute("--help")).isZero();
        assertThat(out.toString())
                .contains("--config=FILE")
                .contains("Exit codes:")
                .contains("cannot start");
    }

    @Test
    void anUnknownArgumentIsWrongUsage() {
        assertThat(commandLine.execute("--prot", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("--prot");
    }

    @Test
    void aFileThatIsNotThereIsOneLine() {
        Path file = directory.resolve("none.yaml");
        assertThat(commandLine.execute("--config", file.toString())).isEqualTo(1);
        assertThat(err.toString().trim()).isEqualTo("ingest-gateway: " + file + ": no such file");
    }

    @Test
    void anUnknownOptionIsOneLine() throws Exception {
        Path file = Files.writeString(directory.resolve("gateway.yaml"), "grpc: {prot: 1}\n");
        assertThat(commandLine.execute("--config", file.toString())).isEqualTo(1);
        assertThat(err.toString().trim()).isEqualTo("ingest-gateway: grpc.prot: no such option");
    }
}
