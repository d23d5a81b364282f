package io.creto.messaging.cli;

import io.creto.messaging.client.FleetPolicy;
import io.creto.messaging.jobs.policy.PolicyYaml;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code creto policy show}. */
@Command(
        name = "show",
        description = "Show a fleet's policy as YAML, the signature of who put it checked against the operator's key.")
final class PolicyShowCommand implements Callable<Integer> {
    @Mixin
    private Settings settings;

    @Mixin
    private PolicyActing acting;

    /** Not the standard options: {@code --version} is another one here. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--version", paramLabel = "N", defaultValue = "0", description = "Which version; else the newest.")
    private long version;

    @Override
    public Integer call() {
        Range.check("--version", version, 0, Long.MAX_VALUE);
        try (Policies policies = Policies.open(settings, acting)) {
            FleetPolicy policy = policies.get(version);
            String yaml = PolicyYaml.write(policy.document());
            Map<String, Object> row = Policies.row(policy);
            row.put("document", yaml);
            settings.output().result(header(policy) + yaml.stripTrailing(), row);
        }
        return ExitCode.OK.number();
    }

    /** Comments, so that all of it is a file to put again. */
    private static String header(FleetPolicy policy) {
        String who = policy.signed()
                ? "put and signed by " + policy.author()
                : "what the fleet began with, signed by nobody";
        return "# fleet " + policy.fleet() + ", version " + policy.version() + ": " + who + System.lineSeparator()
                + "# counts from " + Policies.time(policy.effectiveFromMs()) + System.lineSeparator();
    }
}
