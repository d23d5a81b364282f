package io.creto.messaging.cli;

import io.creto.messaging.client.ClientStartException;
import io.creto.messaging.client.ClientStoreException;
import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.localstack.StackException;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.IdentityException;
import io.creto.messaging.schemas.AgentId;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where the {@code creto} command begins and ends. */
public final class CretoMain {
    private static final String LOG_FILE = "creto.log.file";

    private CretoMain() {}

    /** Runs a command and ends the process with its {@link ExitCode}. */
    public static void main(String[] args) {
        if (System.getProperty(LOG_FILE) == null) {
            Home home = Home.of(homeIn(args));
            make(home);
            System.setProperty(LOG_FILE, home.logFile().toString());
        }
        System.exit(commandLine().execute(args));
    }

    /** Before the log makes it, with the rights of anything. */
    private static void make(Home home) {
        try {
            home.make();
        } catch (IdentityException e) {
            return; // a command that cannot do without says so
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new CretoCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(AgentId.class, new Ids())
                .registerConverter(FleetName.class, new FleetName.Converter())
                .registerConverter(Duration.class, new Durations())
                .setParameterExceptionHandler((e, args) -> explainUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> explain(e, command));
    }

    /** One line, and where to read on: with the whole usage below it nobody would see it. */
    private static int explainUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("creto: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
            command.getErr().println("Try './" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitCode.USAGE.number();
    }

    /** One line for what can be expected; all there is for what cannot. */
    private static int explain(Exception e, CommandLine command) throws Exception {
        ExitCode code;
        if (e instanceof CliException expected) {
            code = expected.code();
        } else if (e instanceof StackException) {
            code = ExitCode.NO_STACK;
        } else if (e instanceof IdentityException
                || e instanceof ClientStartException
                || e instanceof ClientStoreException) {
            code = ExitCode.NO_IDENTITY;
        } else if (e instanceof GatewayUnavailableException) {
            code = ExitCode.NO_STACK;
        } else if (e instanceof MessagingException) {
            code = ExitCode.FAILED;
        } else if (e instanceof ParameterException) {
            throw e;
        } else {
            e.printStackTrace(command.getErr());
            command.getErr().println("creto: a defect, please report it with the lines above");
            return ExitCode.FAILED.number();
        }
        command.getErr().println("creto: " + e.getMessage());
        return code.number();
    }

    private static @Nullable Path homeIn(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--home=")) {
                return Path.of(args[i].substring("--home=".length()));
            }
            if (args[i].equals("--home") && i + 1 < args.length) {
                return Path.of(args[i + 1]);
            }
        }
        return null;
    }
}
