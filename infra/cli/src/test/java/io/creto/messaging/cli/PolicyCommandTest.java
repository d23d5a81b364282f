package io.creto.messaging.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies are checked and tried without a stack. */
class PolicyCommandTest {
    @TempDir
    private Path directory;

    private Path acme;
    private Path beta;

    @BeforeEach
    void write() throws IOException {
        acme = Files.writeString(directory.resolve("acme.yaml"), """
                id: acme
                rules:
                  - id: inside
                    effect: permit
                    actions: any
                    principal: {fleets: [acme]}
                    resource: {fleets: [acme]}
                  - id: ops-to-beta
                    effect: permit
                    actions: [SendMessage]
                    principal: {groups: [ops]}
                    resource: {fleets: [beta]}
                    condition: context.message_size <= 4096 && sender.attributes.team == 'red'
                  - id: no-bulk-at-night
                    effect: forbid
                    actions: [SendMessage]
                    principal: {any: true}
                    resource: {any: true}
                    condition: context.lane == 'bulk' && context.time.getHours('UTC') < 6
                  - id: alerts
                    effect: forbid
                    actions: [PublishChannel]
                    principal: {globs: [acme/guest-*]}
                    resource: {channels: [alerts]}
                """);
        beta = Files.writeString(directory.resolve("beta.yaml"), """
                id: beta
                rules:
                  - id: from-acme
                    effect: permit
                    actions: [SendMessage]
                    principal: {agents: [acme/a]}
                    resource: {any: true}
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --to acme/b                                                           | 0 | rule "inside" permits it
            --to beta/b                                                           | 5 | no rule permits it
            --to beta/b --group acme/a=ops --attribute acme/a=team=red            | 0 | rule "ops-to-beta" permits it (the other
            --to beta/b --group acme/a=ops --attribute acme/a=team=red --size 9999 | 5 | no rule permits it
            --to beta/b --group acme/a=ops                                        | 5 | the condition of rule "ops-to-beta" failed
            --to acme/b --lane bulk --time 2026-11-23T03:00:00Z                   | 5 | rule "no-bulk-at-night" forbids it
            --to acme/b --lane bulk --time 2026-11-23T13:00:00Z                   | 0 | rule "inside" permits it
            --channel news --action PublishChannel                                | 0 | rule "inside" permits it
            --channel beta/news --action PublishChannel                           | 5 | no rule permits it
            --action UploadKeys                                                   | 0 | rule "inside" permits it
            """)
    void saysWhatAPolicyDecidesAndByWhichRule(String options, int code, String reason) {
        CommandRun run = test(acme, "--from acme/a " + options);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out())
                .startsWith(code == 0 ? "permitted: " : "denied: ")
                .contains("policy \"acme\" of fleet acme: " + reason);
    }

    @Test
    void twoFleetsMustBothPermit() {
        String options = "--to beta/b --group acme/a=ops --attribute acme/a=team=red --from acme/a --other-policy ";

        CommandRun both = test(acme, options + beta);
        CommandRun turned = test(beta, "--fleet beta " + options + acme);
        CommandRun other = test(acme, options.replace("acme/a", "acme/c") + beta);

        assertThat(both.out())
                .isEqualToIgnoringNewLines("permitted: policy \"beta\" of fleet beta: rule \"from-acme\" permits it");
        assertThat(turned.out()).isEqualTo(both.out());
        assertThat(other.code()).isEqualTo(5);
        assertThat(other.out()).isEqualToIgnoringNewLines("denied: policy \"beta\" of fleet beta: no rule permits it");
    }

    @Test
    void decisionsForPrograms() {
        CommandRun run = test(acme, "--from acme/guest-1 --channel alerts --action PublishChannel --json");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.out())
                .isEqualToIgnoringNewLines(
                        "{\"permitted\":false,\"fleet\":\"acme\",\"policy\":\"acme\",\"rule\":\"alerts\","
                                + "\"error\":null,\"reason\":\"policy \\\"acme\\\" of fleet acme: rule \\\"alerts\\\" forbids it\","
                                + "\"complete\":true}");
    }

    @Test
    void lintTellsAllProblemsOfAllFiles() throws Exception {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), """
                id: bad
                rules:
                  - id: r
                    effect: permit
                    actions: [SendMessage]
                    principal: {any: true}
                    resource: {agents: [nobody]}
                    condition: sender.nmae == 'x'
                """);

        CommandRun run = CommandRun.bare("policy", "lint", acme.toString(), bad.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines())
                .containsExactly(
                        acme + ": policy \"acme\", 4 rules, 0 quotas",
                        bad + ":7:25: rule \"r\": 6 characters without '/', must be fleet/name",
                        bad + ":8:22: rule \"r\": undefined field 'nmae'");
        assertThat(CommandRun.bare("policy", "lint", "--json", bad.toString()).out())
                .contains("\"valid\":false")
                .contains("{\"line\":8,\"column\":22,\"message\":\"rule \\\"r\\\": undefined field 'nmae'\"}");
        assertThat(CommandRun.bare("policy", "lint", acme.toString(), beta.toString())
                        .code())
                .isZero();
    }

    @Test
    void filesThatCannotBeUsedAreExplained() throws Exception {
        Path large = directory.resolve("large.yaml");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(10 << 20);
        }

        CommandRun missing = CommandRun.bare("policy", "lint", "none.yaml");
        CommandRun tooLarge = test(large, "--from acme/a --to acme/b");

        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).isEqualToIgnoringNewLines("creto: none.yaml does not exist");
        assertThat(tooLarge.code()).isEqualTo(1);
        assertThat(tooLarge.err())
                .isEqualToIgnoringNewLines("creto: " + large + ":1:1: the file is larger than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--from acme/a --to acme/b --action SendMesage",
                "--from acme/a --to acme/b --kind letter",
                "--from acme/a --to acme/b --time noon",
                "--from acme/a --to acme/b --group ops",
                "--from acme/a --to acme/b --attribute acme/a=team",
                "--from acme/a --to acme/b --channel news",
                "--from acme/a --to acme/b --other-policy x",
                "--from acme/a --to acme/b --fleet gamma",
                "--from acme/a --to acme/b --size -1"
            })
    void wrongUsageIsExplained(String options) {
        CommandRun run = test(acme, options);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("creto: ").doesNotContain("Exception");
    }

    private static CommandRun test(Path file, String options) {
        return CommandRun.bare(("policy test " + file + " " + options).strip().split(" +"));
    }
}
