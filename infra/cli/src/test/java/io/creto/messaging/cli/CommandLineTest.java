package io.creto.messaging.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "demo",
                "status",
                "fleet create",
                "token issue",
                "agent enrol",
                "agent list",
                "agent show",
                "agent attributes",
                "agent revoke",
                "policy put",
                "policy show",
                "policy versions",
                "policy rollback",
                "send",
                "receive",
                "policy test",
                "policy lint"
            })
    void everyCommandExplainsItself(String command) {
        String[] words = (command + " --help").strip().split(" ");

        CommandRun run = CommandRun.bare(words);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: creto").contains("--help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "send acme/alice acme/bob",
                "send acme/alice acme/bob text --file x",
                "send ACME/alice acme/bob text",
                "receive acme/bob --timeout soon",
                "demo --messages 1",
                "send acme/alice acme/bob text --ttl 60d",
                "fleet create ACME",
                "agent list ACME",
                "fleet create acme --partitions 5000",
                "token issue acme/alice --valid 90d",
                "agent enrol acme/alice",
                "agent attributes acme/alice",
                "agent attributes acme/alice --group ops --none",
                "policy put",
                "policy put p.yaml --fleet ACME",
                "policy put p.yaml --expect-version -1",
                "policy show --version -1",
                "policy show --version new",
                "policy versions --count 0",
                "policy rollback 0",
                "policy rollback",
                "agent enrol acme/alice --token T --token-file F",
                "fleet",
                "policy",
                "policy lint",
                "up --port-base many"
            })
    void wrongUsageIsExplainedWithExitCodeTwo(String command) {
        CommandRun run = CommandRun.bare(command.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("creto: ").doesNotContain("Exception");
        assertThat(run.err().lines()).as("what is wrong, where to read on").hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status", "fleet create acme", "agent list acme", "policy show --as acme/bob", "receive acme/bob"
            })
    void withoutAStackACommandSaysHowToStartOne(String command) throws Exception {
        Files.createDirectories(home.resolve("agents/acme/bob"));

        CommandRun run = CommandRun.of(home, command.split(" "));

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("./creto up").hasLineCount(1);
    }

    @Test
    void aPolicyThatIsNotRightIsRefusedBeforeAnybodyIsAsked() throws Exception {
        Path file = Files.writeString(home.resolve("bad.yaml"), """
                id: night
                rules:
                - id: inside
                  effect: allow
                  actions: [SendMessage]
                  principal: {fleets: [acme]}
                  resource: {fleets: [acme]}
                """);

        CommandRun bad = CommandRun.of(home, "policy", "put", file.toString(), "--fleet", "acme");
        CommandRun missing = CommandRun.of(home, "policy", "put", "none.yaml", "--fleet", "acme");

        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.err()).contains(file + ":4:11: ").hasLineCount(1);
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("none.yaml does not exist").hasLineCount(1);
    }

    @Test
    void whosePolicyIsSaidOrPlain() throws Exception {
        CommandRun none = CommandRun.of(home, "policy", "show");
        Files.createDirectories(home.resolve("agents/creto/operator"));
        Files.createDirectories(home.resolve("agents/acme/admin"));
        CommandRun one = CommandRun.of(home, "policy", "show");
        Files.createDirectories(home.resolve("agents/other/admin"));
        CommandRun two = CommandRun.of(home, "policy", "show");

        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err())
                .contains("--fleet: not given, and no fleet is kept")
                .hasLineCount(1);
        assertThat(one.code()).as("only the stack is missing").isEqualTo(3);
        assertThat(two.code()).isEqualTo(2);
        assertThat(two.err()).contains("[acme, other] are kept").hasLineCount(1);
    }

    @Test
    void aTokenFileThatHoldsNoneIsExplained() throws Exception {
        Path empty = Files.createFile(home.resolve("empty"));

        CommandRun missing = CommandRun.of(home, "agent", "enrol", "acme/alice", "--token-file", "none");
        CommandRun nothing = CommandRun.of(home, "agent", "enrol", "acme/alice", "--token-file", empty.toString());

        assertThat(List.of(missing.code(), nothing.code())).containsOnly(1);
        assertThat(missing.err()).contains("--token-file none does not exist").hasLineCount(1);
        assertThat(nothing.err()).contains("holds no token").hasLineCount(1);
    }

    @Test
    void anAgentThatIsNotKeptHereIsExplained() {
        CommandRun run = CommandRun.of(home, "send", "acme/alice", "acme/bob", "hello");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("acme/alice is not kept in")
                .contains("./creto fleet create acme")
                .hasLineCount(1);
        assertThat(home).as("nothing was made for it").isEmptyDirectory();
    }

    @Test
    void aStackThatHasDiedIsNoticed() throws Exception {
        Files.writeString(home.resolve("endpoints.json"), """
                {"pid": 999999999, "gateway": "127.0.0.1:1", "metrics": "", "kafka": "", "postgres": "", "dashboard": "", "rest": ""}
                """);

        CommandRun run = CommandRun.of(home, "status");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("not running any more").hasLineCount(1);
    }

    @Test
    void aPortBaseOutOfRangeIsExplained() {
        CommandRun run = CommandRun.of(home, "up", "--port-base", "80");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--port-base: 80, must be 1024 to 65530").hasLineCount(1);
    }

    @Test
    void completionIsGenerated() {
        assertThat(CommandRun.bare("generate-completion").out())
                .contains("complete -F")
                .contains("receive");
    }
}
