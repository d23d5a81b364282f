package io.creto.messaging.cli;

import io.creto.messaging.localstack.home.Fleets;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireLimits;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code creto fleet}: the operator's acts. */
@Command(
        name = "fleet",
        description = "Create fleets.",
        mixinStandardHelpOptions = true,
        subcommands = FleetCommand.Create.class)
final class FleetCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** {@code creto fleet create}. */
    @Command(
            name = "create",
            description = {
                "Create a fleet, and enrol its first admin.",
                "Makes its delivery topics, access rules and Kafka user, then the operator's signed record. The admin is kept",
                "in this home. Completes a fleet whose first admin never enrolled."
            },
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @Mixin
        private Settings settings;

        @Parameters(paramLabel = "FLEET", description = "Its name: lower case letters, digits and '-'.")
        private FleetName fleet;

        @Option(
                names = "--admin",
                defaultValue = "admin",
                paramLabel = "NAME",
                description = "First admin (${DEFAULT-VALUE}).")
        private String admin;

        @Option(
                names = "--partitions",
                defaultValue = "2",
                paramLabel = "N",
                description = "Partitions of each delivery topic, 1 to 1024 (${DEFAULT-VALUE}).")
        private int partitions;

        @Override
        public Integer call() {
            Range.check("--partitions", partitions, 1, WireLimits.MAX_DELIVERY_PARTITIONS);
            AgentId id = id();
            Fleets.Created created = new Fleets(settings.home(), settings.clients()).create(id, partitions);
            String done = created.resumed() ? " existed without an admin, and is complete now" : " created";
            settings.output()
                    .result(
                            "fleet " + fleet + done + "; admin " + id + " is enrolled and kept in "
                                    + settings.home().root(),
                            Map.of(
                                    "fleet",
                                    fleet.text(),
                                    "admin",
                                    id.toString(),
                                    "partitions",
                                    partitions,
                                    "version",
                                    created.version(),
                                    "resumed",
                                    created.resumed()));
            return ExitCode.OK.number();
        }

        private AgentId id() {
            try {
                return new Ids().convert(fleet + "/" + admin);
            } catch (TypeConversionException e) {
                throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
            }
        }
    }
}
