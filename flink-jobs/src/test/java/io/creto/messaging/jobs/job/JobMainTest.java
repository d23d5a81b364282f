package io.creto.messaging.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.config.JobConfigReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line: what cannot be used is one clear line and exit code 2. */
class JobMainTest {
    private final StringWriter errors = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void unusableArgumentsAreOneLineThatSaysWhat() throws Exception {
        Path file = Files.writeString(directory.resolve("options.yaml"), "creto.lanes: [FAST]\n");
        assertThat(run("messaging", "--config", file.toString())).isEqualTo(2);
        assertThat(errors.toString().strip())
                .isEqualTo("flink-jobs: creto.lanes: 'FAST' is no lane, must be URGENT, NORMAL or BULK");
    }

    @Test
    void anUnknownJobIsAnsweredWithTheKnownOnes() throws Exception {
        Path file = Files.writeString(directory.resolve("options.yaml"), "creto.lanes: [BULK]\n");
        assertThat(run("mesaging", "--config", file.toString())).isEqualTo(2);
        assertThat(errors.toString())
                .startsWith("'mesaging' is no job, must be one of key-management, messaging, read-model");
    }

    @Test
    void aMissingFileIsNamed() {
        String file = directory.resolve("absent").toString();
        assertThat(run("read-model", "--config", file)).isEqualTo(2);
        assertThat(errors.toString().strip()).isEqualTo("flink-jobs: " + file + ": no such file");
    }

    @Test
    void helpIsNoFailure() {
        assertThat(run("--help")).isZero();
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void aMessagingJobIsNamedByItsLanes() {
        assertThat(MessagingJob.name(JobConfigReader.of(Map.of()))).isEqualTo("messaging [URGENT, NORMAL]");
        assertThat(MessagingJob.name(JobConfigReader.of(Map.of("creto.lanes", "BULK"))))
                .isEqualTo("messaging [BULK]");
    }

    private int run(String... arguments) {
        return JobMain.commandLine()
                .setErr(new PrintWriter(errors))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }
}
