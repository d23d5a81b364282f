package io.creto.messaging.cli;

import io.creto.messaging.client.AgentIdentity;
import io.creto.messaging.client.ClientConfigException;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.localstack.home.Fleets;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code creto agent}: enrol, list, show, attributes, revoke. */
@Command(
        name = "agent",
        description = "Enrol, list, show, describe and revoke agents.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AgentCommand.Enrol.class,
            AgentCommand.ListAll.class,
            AgentCommand.Show.class,
            AgentAttributesCommand.class,
            AgentCommand.Revoke.class
        })
final class AgentCommand implements Runnable {
    private static final List<String> COLUMNS = List.of("agent", "role", "status", "keys");
    private static final List<String> DETAILS =
            List.of("agent", "role", "status", "key", "version", "groups", "attributes");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** {@code creto agent enrol}. */
    @Command(
            name = "enrol",
            description = "Make an identity, enrol it with a token, and publish a key to seal to. Kept in this home.",
            mixinStandardHelpOptions = true)
    static final class Enrol implements Callable<Integer> {
        @Mixin
        private Settings settings;

        @Parameters(paramLabel = "FLEET/NAME", description = "The new agent.")
        private AgentId agent;

        @ArgGroup(multiplicity = "1")
        private TokenSource token;

        @Override
        public Integer call() {
            String text = token.read();
            try {
                new Fleets(settings.home(), settings.clients()).enrol(agent, text);
            } catch (ClientConfigException e) {
                throw new CliException(
                        ExitCode.USAGE,
                        e.getMessage() + ": './creto token issue " + agent + "' prints an enrolment token",
                        e);
            }
            settings.output()
                    .result(
                            agent + " is enrolled and kept in "
                                    + settings.home().root(),
                            Map.of("agent", agent.toString()));
            return ExitCode.OK.number();
        }
    }

    /** {@code creto agent list}. */
    @Command(name = "list", description = "List the agents of a fleet.", mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private Settings settings;

        @Parameters(paramLabel = "FLEET", description = "Which one.")
        private FleetName fleet;

        @Override
        public Integer call() {
            try (Directory directory = Directory.connect(settings.clients())) {
                List<Map<String, Object>> rows = directory.agents(fleet.text()).stream()
                        .map(record -> {
                            int last = record.getStatusesCount() - 1;
                            return row(
                                    record.getAgent(),
                                    record.getRole(),
                                    record.getStatuses(last).getStatus(),
                                    record.getKeysCount());
                        })
                        .toList();
                settings.output().table(COLUMNS, rows);
            }
            return ExitCode.OK.number();
        }
    }

    /** {@code creto agent show}. */
    @Command(
            name = "show",
            description = "Show an agent, its evidence checked against the operator's key.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private Settings settings;

        @Mixin
        private Acting acting;

        @Parameters(paramLabel = "FLEET/NAME", description = "Which one.")
        private AgentId agent;

        @Override
        public Integer call() {
            try (MessageClient client = settings.clients().open(acting.adminOf(agent))) {
                AgentIdentity identity = client.keys().identity(agent, 0);
                Map<String, Object> row = row(agent.toString(), identity.role(), identity.status(), 1);
                row.remove("keys");
                row.put("key", identity.key().keyId().toString());
                row.put("version", identity.version());
                row.put("groups", identity.groups().stream().sorted().toList());
                row.put("attributes", new TreeMap<>(identity.attributes()));
                settings.output().table(DETAILS, List.of(row));
            }
            return ExitCode.OK.number();
        }
    }

    /** {@code creto agent revoke}. */
    @Command(
            name = "revoke",
            description =
                    "Revoke an agent, for good: it can neither send nor receive, and its name is never given again.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private Settings settings;

        @Mixin
        private Acting acting;

        @Parameters(paramLabel = "FLEET/NAME", description = "Which one.")
        private AgentId agent;

        @Option(names = "--reason", defaultValue = "", paramLabel = "TEXT", description = "For people; not encrypted.")
        private String reason;

        @Override
        public Integer call() {
            try (MessageClient admin = settings.clients().open(acting.adminOf(agent))) {
                long version = Waiting.await(
                        admin.admin().setStatus(agent, AgentStatus.AGENT_STATUS_REVOKED, reason),
                        "the revocation",
                        Waiting.ANSWER);
                settings.output().result(agent + " is revoked", Map.of("agent", agent.toString(), "version", version));
            }
            return ExitCode.OK.number();
        }
    }

    private static Map<String, Object> row(String agent, AgentRole role, AgentStatus status, int keys) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("agent", agent);
        row.put("role", word(role.name(), "AGENT_ROLE_"));
        row.put("status", word(status.name(), "AGENT_STATUS_"));
        row.put("keys", keys);
        return row;
    }

    private static String word(String name, String prefix) {
        return name.substring(prefix.length()).toLowerCase(Locale.ROOT);
    }
}
