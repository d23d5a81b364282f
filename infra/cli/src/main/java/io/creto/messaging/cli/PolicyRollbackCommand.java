package io.creto.messaging.cli;

import io.creto.messaging.client.FleetPolicy;
import io.creto.messaging.jobs.policy.DefaultPolicy;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code creto policy rollback}. */
@Command(
        name = "rollback",
        description = {
            "Put the document of an older version again, as a new version over the newest, and wait until it is applied.",
            "Somebody who puts another meanwhile is not overwritten: one of the two is refused."
        },
        mixinStandardHelpOptions = true)
final class PolicyRollbackCommand implements Callable<Integer> {
    @Mixin
    private Settings settings;

    @Mixin
    private PolicyActing acting;

    @Parameters(paramLabel = "VERSION", description = "The one to go back to.")
    private long version;

    @Override
    public Integer call() {
        Range.check("VERSION", version, 1, Long.MAX_VALUE);
        try (Policies policies = Policies.open(settings, acting)) {
            long newest = policies.newest();
            if (newest == version) {
                throw new CliException(ExitCode.FAILED, "version " + version + " is the newest: nothing to go back to");
            }
            FleetPolicy old = policies.get(version);
            if (!old.signed() && !old.document().equals(DefaultPolicy.of(old.fleet()))) {
                throw new CliException(
                        ExitCode.FAILED,
                        "version " + version + " is neither signed nor what fleets begin with: do not put it again");
            }
            FleetPolicy put = policies.put(old.document(), newest);
            Map<String, Object> row = Policies.row(put);
            row.put("again", version);
            settings.output()
                    .result(
                            "policy " + put.document().getId() + " of version " + version + " is version "
                                    + put.version() + " of fleet " + put.fleet() + ", and counts from "
                                    + Policies.time(put.effectiveFromMs()),
                            row);
        }
        return ExitCode.OK.number();
    }
}
