package io.creto.messaging.cli;

import io.creto.messaging.client.FleetPolicy;
import io.creto.messaging.v1.PolicyDocument;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code creto policy put}. */
@Command(
        name = "put",
        description = {
            "Replace a fleet's policy, whole, and wait until it is applied.",
            "The file is checked first, as 'creto policy lint' does. Of several who replace the same version one wins."
        },
        mixinStandardHelpOptions = true)
final class PolicyPutCommand implements Callable<Integer> {
    @Mixin
    private Settings settings;

    @Mixin
    private PolicyActing acting;

    @Parameters(paramLabel = "FILE", description = "The policy, YAML.")
    private Path file;

    @Option(
            names = "--expect-version",
            paramLabel = "N",
            description = "The version that it is to replace, 0 for none; else the newest.")
    private @Nullable Long expected;

    @Override
    public Integer call() {
        if (expected != null) {
            Range.check("--expect-version", expected, 0, Long.MAX_VALUE);
        }
        PolicyDocument document = PolicyFile.valid(file);
        try (Policies policies = Policies.open(settings, acting)) {
            FleetPolicy put = policies.put(document, expected == null ? policies.newest() : expected);
            settings.output()
                    .result(
                            "policy " + document.getId() + " is version " + put.version() + " of fleet " + put.fleet()
                                    + ", and counts from " + Policies.time(put.effectiveFromMs()),
                            Policies.row(put));
        }
        return ExitCode.OK.number();
    }
}
