package io.creto.messaging.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.embedded.FleetAccess;
import io.creto.messaging.localstack.StackListener;
import io.creto.messaging.localstack.StackPorts;
import io.creto.messaging.localstack.home.Clients;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.RunningStack;
import io.creto.messaging.localstack.home.StoreSecret;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.TokenParser;
import io.creto.messaging.v1.SignedAccessToken;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
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
                .contains("gateway", "rest", "kafka", "postgres", "flink")
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
    @Order(2)
    void aFleetWhoseFirstAdminNeverEnrolledIsCompleted() {
        Home of = new Home(home);
        topics("lost");
        try (MessageClient operator = new Clients(of, () -> StoreSecret.of(null, of)).operator()) {
            operator.admin()
                    .createFleet(AgentId.of("lost", "boss"), 2, Duration.ofHours(1))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join()
                    .token()
                    .destroy();
        }

        CommandRun other = CommandRun.of(home, "fleet", "create", "lost");
        CommandRun resumed = CommandRun.of(home, "fleet", "create", "lost", "--admin", "boss");
        CommandRun again = CommandRun.of(home, "fleet", "create", "lost", "--admin", "boss");

        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("lost/boss").hasLineCount(1);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("existed without an admin").contains("lost/boss");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("DUPLICATE_ID").hasLineCount(1);
        assertThat(CommandRun.of(home, "agent", "show", "lost/boss", "--as", "lost/boss")
                        .out())
                .contains("admin")
                .contains("active");
    }

    private static void topics(String fleet) {
        Map<String, Object> superUser = new HashMap<>(stack.stack().kafka().clientProperties());
        try (Admin admin = Admin.create(superUser)) {
            new FleetAccess(admin, (short) 1).createTopics(fleet, 1, 2);
        }
    }

    @Test
    @Order(3)
    void agentsEnrolWithTokensThatWorkOnce() {
        CommandRun alice = piped(token("acme/alice"), "agent", "enrol", "acme/alice", "--token-file", "-");
        assertThat(alice.code()).as(alice.err()).isZero();
        String token = token("acme/bob").strip();
        CommandRun bob = CommandRun.of(home, "agent", "enrol", "acme/bob", "--token", token);
        assertThat(bob.code()).as(bob.err()).isZero();

        CommandRun list = CommandRun.of(home, "agent", "list", "acme");

        assertThat(list.out()).contains("acme/admin").contains("acme/alice").contains("acme/bob");
        assertThat(CommandRun.of(home, "agent", "show", "acme/bob").out())
                .contains("member")
                .contains("active");
    }

    private static CommandRun piped(String input, String... command) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII)));
        try {
            return CommandRun.of(home, command);
        } finally {
            System.setIn(before);
        }
    }

    private static String token(String agent) {
        CommandRun issue = CommandRun.of(home, "token", "issue", agent);
        assertThat(issue.code()).as(issue.err()).isZero();
        return issue.out();
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
        assertThat(nothing.err()).contains("0 of 1 messages came within 2 s").hasLineCount(1);
    }

    @Test
    @Order(5)
    void anAgentOfThisHomeGetsATokenForHttp() throws Exception {
        CommandRun run = CommandRun.of(home, "token", "access", "acme/alice");

        assertThat(run.code()).as(run.err()).isZero();
        SignedAccessToken signed = TokenParser.signed(
                ByteString.copyFrom(Base64.getUrlDecoder().decode(run.out().strip())));
        assertThat(TokenParser.token(signed.getToken()).getAgent()).isEqualTo("acme/alice");
        assertThat(CommandRun.of(home, "token", "access", "acme/nobody").code()).isEqualTo(4);
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

        CommandRun list = CommandRun.of(home, "agent", "list", "nowhere");
        assertThat(list.code()).isEqualTo(1);
        assertThat(list.err()).contains("there is no fleet nowhere").hasLineCount(1);

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
        CommandRun receive = CommandRun.of(home, "receive", "acme/bob", "--timeout", "1s");
        assertThat(receive.code()).isEqualTo(1);
        assertThat(receive.err()).contains("acme/bob was revoked").hasLineCount(1);
    }

    @Test
    @Order(6)
    void anAgentIsGivenGroupsAndAttributesAndLosesThem() throws Exception {
        CommandRun set = CommandRun.of(
                home,
                "agent",
                "attributes",
                "acme/alice",
                "--group",
                "ops",
                "--group",
                "night",
                "--attribute",
                "tier=2");
        assertThat(set.code()).as(set.err()).isZero();
        JsonNode alice = shown("acme/alice");
        assertThat(alice.get("groups").toString()).isEqualTo("[\"night\",\"ops\"]");
        assertThat(alice.get("attributes").toString()).isEqualTo("{\"tier\":\"2\"}");

        CommandRun none = CommandRun.of(home, "agent", "attributes", "acme/alice", "--none");
        assertThat(none.code()).as(none.err()).isZero();
        assertThat(shown("acme/alice").get("groups")).isEmpty();

        CommandRun tooMuch = CommandRun.of(home, "agent", "attributes", "acme/alice", "--group", "x".repeat(64));
        assertThat(tooMuch.code()).isEqualTo(2);
        assertThat(tooMuch.err()).contains("set_attributes.groups").hasLineCount(1);
    }

    private static JsonNode shown(String agent) throws Exception {
        CommandRun show = CommandRun.of(home, "agent", "show", agent, "--json");
        assertThat(show.code()).as(show.err()).isZero();
        return JSON.readTree(show.out()).get(0);
    }

    /** The last, because it changes what may be done. */
    @Test
    @Order(8)
    void aPolicyIsPutShownListedAndRolledBack() throws Exception {
        JsonNode first = policy("put", policyFile("day").toString());
        long version = first.get("version").asLong();
        JsonNode second = policy("put", policyFile("night").toString(), "--expect-version", "" + version);
        assertThat(second.get("version").asLong()).isEqualTo(version + 1);
        assertThat(second.get("effectiveFromMs").asLong())
                .isGreaterThan(second.get("recordedAtMs").asLong());

        CommandRun late = CommandRun.of(
                home,
                "policy",
                "put",
                policyFile("late").toString(),
                "--fleet",
                "acme",
                "--expect-version",
                "" + version);
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.err()).contains("DUPLICATE_ID").hasLineCount(1);

        JsonNode shown = policy("show", "--version", "" + version);
        assertThat(shown.get("signed").asBoolean()).isTrue();
        assertThat(shown.get("author").asText()).isEqualTo("acme/admin");
        JsonNode rolledBack = policy("rollback", "" + version);
        assertThat(rolledBack.get("version").asLong()).isEqualTo(version + 2);
        assertThat(policy("show").get("document")).isEqualTo(shown.get("document"));
        assertThat(policy("versions", "--count", "3").findValuesAsText("policy"))
                .containsExactly("day", "night", "day");

        CommandRun yaml = CommandRun.of(home, "policy", "show", "--fleet", "acme");
        assertThat(yaml.out()).contains("put and signed by acme/admin");
        Path again = Files.writeString(home.resolve("again.yaml"), yaml.out());
        assertThat(policy("put", again.toString()).get("policy").asText())
                .as("what is shown can be put")
                .isEqualTo("day");
        assertThat(CommandRun.of(home, "policy", "versions", "--fleet", "acme").out())
                .contains("counts from")
                .contains("night");
    }

    @Test
    @Order(9)
    void aPolicyIsNotForOthersAndMistakesAreOneClearLine() {
        CommandRun stranger = CommandRun.of(home, "policy", "show", "--fleet", "acme", "--as", "lost/boss");
        assertThat(stranger.code()).isEqualTo(1);
        assertThat(stranger.err())
                .contains("DENIED")
                .contains("no agent of this fleet")
                .hasLineCount(1);

        CommandRun member = CommandRun.of(home, "policy", "rollback", "1", "--fleet", "acme", "--as", "acme/alice");
        assertThat(member.code()).isEqualTo(1);
        assertThat(member.err()).contains("DENIED").hasLineCount(1);

        CommandRun none = CommandRun.of(home, "policy", "show", "--fleet", "acme", "--version", "99");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("no policy of version 99").hasLineCount(1);
    }

    private static Path policyFile(String id) throws Exception {
        return Files.writeString(home.resolve(id + ".yaml"), """
                id: %s
                rules:
                - id: inside-fleet
                  effect: permit
                  actions: any
                  principal: {fleets: [acme]}
                  resource: {any: true}
                """.formatted(id));
    }

    private static JsonNode policy(String command, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("policy", command));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--fleet", "acme", "--json"));
        CommandRun run = CommandRun.of(home, all.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private static int freeBase() {
        return Math.min(StackPorts.free().gateway(), 65_000);
    }
}
