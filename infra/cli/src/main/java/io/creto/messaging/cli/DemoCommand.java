package io.creto.messaging.cli;

import io.creto.messaging.cli.demo.Demo;
import io.creto.messaging.cli.demo.DemoResult;
import io.creto.messaging.localstack.StackPorts;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.StoreSecret;
import io.creto.messaging.localstack.home.TemporaryHome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code creto demo}: shows that it works, and what does not. */
@Command(
        name = "demo",
        description = {
            "Show that it works, on a stack of its own.",
            "Creates two fleets, lets agents in processes of their own exchange sealed messages, and tries three things",
            "that must not work. Exit code 0 only if every message arrived once and intact and everything else was",
            "refused. Leaves no data and no process behind."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private Settings settings;

    @Option(
            names = "--messages",
            defaultValue = "500",
            paramLabel = "N",
            description = "How many, 2 to 1000000 (${DEFAULT-VALUE}).")
    private int messages;

    @Option(
            names = "--rate",
            defaultValue = "100",
            paramLabel = "N",
            description = "How many a second, 2 to 10000 (${DEFAULT-VALUE}).")
    private int rate;

    @Override
    public Integer call() throws Exception {
        Range.check("--messages", messages, 2, 1_000_000);
        Range.check("--rate", rate, 2, 10_000);
        Output output = settings.output();
        TemporaryHome temporary = TemporaryHome.create();
        Home home = temporary.home();
        DemoResult result;
        try (StackRun run = StackRun.start(
                home,
                temporary,
                StackPorts.free(),
                StoreSecret.of(null, home),
                output,
                () -> output.progress("stopping"))) {
            result = new Demo(home, run.stack(), output::progress).run(messages, rate);
        }
        output.result(DemoReport.text(result), result);
        return (result.good() ? ExitCode.OK : ExitCode.FAILED).number();
    }
}
