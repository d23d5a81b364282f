package io.creto.messaging.cli;

import io.creto.messaging.localstack.StackPorts;
import io.creto.messaging.localstack.home.Endpoints;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.TemporaryHome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code creto up}: runs the stack until it is told to stop. */
@Command(
        name = "up",
        description = "Run Kafka, PostgreSQL, Flink with all jobs and the gateway in this process, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Mixin
    private Settings settings;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + StackPorts.DEFAULT_BASE,
            description =
                    "Six ports from here on: gateway, metrics, Kafka, PostgreSQL, dashboard, REST (${DEFAULT-VALUE}).")
    private int portBase;

    @Option(names = "--ephemeral", description = "In a new home, which is deleted at the end.")
    private boolean ephemeral;

    @Override
    public Integer call() throws Exception {
        Output output = settings.output();
        Range.check("--port-base", portBase, StackPorts.MIN_BASE, StackPorts.MAX_BASE);
        StackPorts ports = StackPorts.from(portBase);
        TemporaryHome temporary = ephemeral ? TemporaryHome.create() : null;
        Home home = temporary == null ? settings.home() : temporary.home();
        output.progress("home         " + home.root());
        try (StackRun run = StackRun.start(
                home, temporary, ports, settings.secret(home), output, () -> output.progress("stopping"))) {
            output.result(text(home), Endpoints.of(ports));
            run.stack().awaitClosed();
        }
        return ExitCode.OK.number();
    }

    private String text(Home home) {
        String other = ephemeral ? "In another terminal: export CRETO_HOME=" + home.root() + "\n" : "";
        return "The stack is up, on loopback: for this machine only.\n" + other
                + "Next: ./creto fleet create acme; Ctrl-C stops it.";
    }
}
