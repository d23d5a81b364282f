package io.creto.messaging.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.creto.messaging.localstack.StackListener;
import io.creto.messaging.localstack.StackPorts;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.RunningStack;
import io.creto.messaging.localstack.home.StoreSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a running stack, as a person would type them one after the other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsITCase {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path home;

    private static RunningStack stack;

    @BeforeAll
    static void start() {
        Home of = new Home(home);
        stack = RunningStack.start(of, StackPorts.free(), StoreSecret.of(null, of), StackListener.SILENT);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void statusShowsAllPartsUp() throws Exception {
        CommandRun run = CommandRun.of(home, "status", "--json");

        assertThat(run.code()).isZero();
        JsonNode parts = JSON.readTree(run.out());
        assertThat(parts.findValuesAsText("state")).containsOnly("up", "RUNNING");
        assertThat(parts.findValuesAsText("part"))
                .contains("gateway", "kafka", "postgres", "flink")
                .filteredOn(part -> part.startsWith("job "))
                .hasSize(4);
    }

    @Test
    @Order(2)
    void aFleetIsCreatedOnce() {
        assertThat(CommandRun.of(home, "fleet", "create", "acme").code()).isZero();

        CommandRun again = CommandRun.of(home, "fleet", "create", "acme");

        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("DUPLICATE_ID").hasLineCount(1);
    }

    @Test
    @Order(3)
    void agentsEnrolWithTokensThatWorkOnce() {
        for (String agent : new String[] {"acme/alice", "acme/bob"}) {
            CommandRun token = CommandRun.of(home, "token", "issue", agent);
            assertThat(token.code()).as(token.err()).isZero();
            CommandRun enrol = CommandRun.of(
                    home, "agent", "enrol", agent, "--token", token.out().strip());
            assertThat(enrol.code()).as(enrol.err()).isZero();
        }

        CommandRun list = CommandRun.of(home, "agent", "list", "acme");

        assertThat(list.out()).contains("acme/admin").contains("acme/alice").contains("acme/bob");
        assertThat(CommandRun.of(home, "agent", "show", "acme/bob").out())
                .contains("member")
                .contains("active");
    }

    @Test
    @Order(4)
    void aMessageIsSentAndReceived() throws Exception {
        CommandRun sent = CommandRun.of(home, "send", "acme/alice", "acme/bob", "good morning", "--json");
        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(JSON.readTree(sent.out()).get("stage").asText()).isEqualTo("routed");

        CommandRun received = CommandRun.of(home, "receive", "acme/bob", "--timeout", "20s");

        assertThat(received.code()).as(received.err()).isZero();
        assertThat(received.out()).contains("acme/alice: good morning");
    }

    @Test
    @Order(5)
    void aFileIsSentAndReceivedAndNothingComesTwice() throws Exception {
        Path file = Files.write(home.resolve("file"), new byte[200_000]);
        assertThat(CommandRun.of(
                                home, "send", "acme/alice", "acme/bob", "--file", file.toString(), "--wait", "accepted")
                        .code())
                .isZero();

        CommandRun received = CommandRun.of(home, "receive", "acme/bob", "--json");
        JsonNode message = JSON.readTree(received.out());
        assertThat(Base64.getDecoder().decode(message.get("payload").asText()))
                .hasSize(200_000)
                .containsOnly(0);

        CommandRun nothing = CommandRun.of(home, "receive", "acme/bob", "--timeout", "2s");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.out()).isEmpty();
    }

    @Test
    @Order(6)
    void mistakesAreOneClearLine() throws Exception {
        Path other = Files.writeString(home.resolve("other-passphrase"), "another passphrase");
        CommandRun passphrase =
                CommandRun.of(home, "send", "acme/alice", "acme/bob", "x", "--passphrase-file", other.toString());
        assertThat(passphrase.code()).isEqualTo(4);
        assertThat(passphrase.err()).containsIgnoringCase("passphrase").hasLineCount(1);

        CommandRun unknown = CommandRun.of(home, "send", "acme/alice", "acme/nobody", "x");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("acme/nobody").hasLineCount(1);

        CommandRun second = CommandRun.of(home, "up", "--port-base", Integer.toString(freeBase()));
        assertThat(second.code()).isEqualTo(3);
        assertThat(second.err()).contains("is locked").hasLineCount(1);

        CommandRun taken = CommandRun.bare(
                "up",
                "--ephemeral",
                "--port-base",
                Integer.toString(stack.stack().ports().gateway()));
        assertThat(taken.code()).isEqualTo(3);
        assertThat(taken.err()).contains("is taken").hasLineCount(1);
    }

    @Test
    @Order(7)
    void aRevokedAgentIsShownAsSuch() {
        CommandRun revoke = CommandRun.of(home, "agent", "revoke", "acme/bob", "--reason", "left");
        assertThat(revoke.code()).as(revoke.err()).isZero();

        assertThat(CommandRun.of(home, "agent", "show", "acme/bob").out()).contains("revoked");
    }

    private static int freeBase() {
        return Math.min(StackPorts.free().gateway(), 65_000);
    }
}
