package io.creto.messaging.gateway;

import io.creto.messaging.gateway.config.ConfigException;
import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import io.creto.messaging.gateway.fault.GatewayStartException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The gateway's command line. */
@Command(
        name = "ingest-gateway",
        description = "Takes signed batches over gRPC and appends them to Kafka. Stops cleanly on SIGTERM.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped as asked", "1:cannot start", "2:wrong usage"})
public final class GatewayMain implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with options; without it, all defaults.")
    private @Nullable Path config;

    /** Exit codes: 0 stopped as asked, 1 cannot start, 2 wrong usage. */
    public static void main(String[] args) {
        logDefault("showDateTime", "true");
        logDefault("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        logDefault("showThreadName", "false");
        logDefault("log.org.apache.kafka", "warn");
        System.exit(commandLine().execute(args));
    }

    /** For the logger of the runnable jar; a system property given by the operator counts more. */
    private static void logDefault(String name, String value) {
        String property = "org.slf4j.simpleLogger." + name;
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new GatewayMain());
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            GatewayConfig options = config == null ? GatewayConfigReader.parse("") : GatewayConfigReader.read(config);
            Gateway gateway = Gateway.start(options, List.of());
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "drain"));
            gateway.awaitClosed();
            return CommandLine.ExitCode.OK;
        } catch (ConfigException | GatewayStartException e) {
            spec.commandLine().getErr().println("ingest-gateway: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
