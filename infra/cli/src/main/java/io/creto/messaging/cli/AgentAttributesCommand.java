package io.creto.messaging.cli;

import io.creto.messaging.client.AgentIdentity;
import io.creto.messaging.client.FleetAdmin;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.schemas.AgentId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code creto agent attributes}. */
@Command(
        name = "attributes",
        description = "Say what an agent is, for policies, whole: groups and attributes that are not named go.",
        mixinStandardHelpOptions = true)
final class AgentAttributesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Settings settings;

    @Mixin
    private Acting acting;

    @Parameters(paramLabel = "FLEET/NAME", description = "Which one.")
    private AgentId agent;

    @Option(names = "--group", paramLabel = "GROUP", description = "A group that it is in; again for more.")
    private Set<String> groups = new TreeSet<>();

    @Option(names = "--attribute", paramLabel = "NAME=VALUE", description = "An attribute that it has; again for more.")
    private Map<String, String> attributes = new TreeMap<>();

    @Option(names = "--none", description = "It has neither groups nor attributes any more.")
    private boolean none;

    @Override
    public Integer call() {
        if (none != (groups.isEmpty() && attributes.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(), "Give --group and --attribute as many as it has, or --none.");
        }
        try (MessageClient admin = settings.clients().open(acting.adminOf(agent))) {
            long version = Waiting.await(set(admin.admin()), "the groups and attributes", Waiting.ANSWER);
            AgentIdentity seen = admin.keys().identity(agent, version); // so that who looks next sees it too
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("agent", agent.toString());
            result.put("version", seen.version());
            result.put("groups", new TreeSet<>(seen.groups()));
            result.put("attributes", new TreeMap<>(seen.attributes()));
            settings.output()
                    .result(
                            agent + " has groups " + result.get("groups") + " and attributes "
                                    + result.get("attributes"),
                            result);
        }
        return ExitCode.OK.number();
    }

    private CompletableFuture<Long> set(FleetAdmin admin) {
        try {
            return admin.setAttributes(agent, groups, attributes);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
