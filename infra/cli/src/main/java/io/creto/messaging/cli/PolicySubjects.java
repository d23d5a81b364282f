package io.creto.messaging.cli;

import io.creto.messaging.jobs.policy.Subject;
import io.creto.messaging.schemas.AgentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say what the agents of a try are: groups and attributes, which the registry knows otherwise. */
final class PolicySubjects {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--group",
            paramLabel = "AGENT=GROUP",
            description = "An agent is in a group: --group acme/a=ops. Any number.")
    private List<String> groups = new ArrayList<>();

    @Option(
            names = "--attribute",
            paramLabel = "AGENT=NAME=VALUE",
            description = "An agent has an attribute: --attribute acme/a=team=red. Any number.")
    private List<String> attributes = new ArrayList<>();

    /** An agent with what the options say of it. */
    Subject of(AgentId agent) {
        List<String> in = new ArrayList<>();
        for (String option : groups) {
            String[] parts = parts("--group", option, 2);
            if (parts[0].equals(agent.toString())) {
                in.add(parts[1]);
            }
        }
        Map<String, String> has = new HashMap<>();
        for (String option : attributes) {
            String[] parts = parts("--attribute", option, 3);
            if (parts[0].equals(agent.toString())) {
                has.put(parts[1], parts[2]);
            }
        }
        return Subject.of(agent.toString(), in, has);
    }

    private String[] parts(String name, String option, int count) {
        String[] parts = option.split("=", count);
        if (parts.length != count) {
            String form = count == 2 ? "AGENT=GROUP" : "AGENT=NAME=VALUE";
            throw new ParameterException(spec.commandLine(), name + ": '" + option + "', must be " + form);
        }
        return parts;
    }
}
