package io.creto.messaging.cli;

import io.creto.messaging.client.FleetAdmin.IssuedToken;
import io.creto.messaging.client.GatewayAccess;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentRole;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code creto token}: what lets somebody in. */
@Command(
        name = "token",
        description = "Enrolment tokens for agents to come, access tokens for HTTP.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.Issue.class, TokenCommand.Access.class})
final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** {@code creto token issue}. */
    @Command(
            name = "issue",
            description = {
                "Issue a token with which one agent can enrol, once.",
                "Whoever has it can be that agent: hand it on by a pipe,",
                "creto token issue F/NAME | creto agent enrol F/NAME --token-file -"
            },
            mixinStandardHelpOptions = true)
    static final class Issue implements Callable<Integer> {
        @Mixin
        private Settings settings;

        @Mixin
        private Acting acting;

        @Parameters(paramLabel = "FLEET/NAME", description = "Who may enrol.")
        private AgentId agent;

        @Option(
                names = "--valid",
                defaultValue = "24h",
                paramLabel = "TIME",
                description = "How long: 30m, 24h, 7d (${DEFAULT-VALUE}).")
        private Duration valid;

        @Option(names = "--make-admin", description = "The agent will be an admin of its fleet.")
        private boolean makeAdmin;

        @Override
        public Integer call() {
            Range.check("--valid, milliseconds", valid.toMillis(), 1, WireLimits.MAX_ENROLMENT_TOKEN_LIFE_MS);
            AgentRole role = makeAdmin ? AgentRole.AGENT_ROLE_ADMIN : AgentRole.AGENT_ROLE_MEMBER;
            try (MessageClient admin = settings.clients().open(acting.adminOf(agent))) {
                IssuedToken issued =
                        Waiting.await(admin.admin().issueToken(agent, role, valid), "the token", Waiting.ANSWER);
                try {
                    String text = issued.token().reveal();
                    settings.output().result(text, Map.of("agent", agent.toString(), "token", text));
                } finally {
                    issued.token().destroy();
                }
            }
            return ExitCode.OK.number();
        }
    }

    /** {@code creto token access}. */
    @Command(
            name = "access",
            description = {
                "Print a token with which an agent calls the gateway over HTTP, for one to four minutes.",
                "Whoever has it is taken for the agent: TOKEN=$(creto token access F/NAME)"
            },
            mixinStandardHelpOptions = true)
    static final class Access implements Callable<Integer> {
        @Mixin
        private Settings settings;

        @Parameters(paramLabel = "FLEET/NAME", description = "Who calls; its key is kept in this home.")
        private AgentId agent;

        @Override
        public Integer call() {
            try (GatewayAccess gateway = settings.clients().gateway(agent)) {
                String text = gateway.accessToken();
                settings.output().result(text, Map.of("agent", agent.toString(), "token", text));
            }
            return ExitCode.OK.number();
        }
    }
}
