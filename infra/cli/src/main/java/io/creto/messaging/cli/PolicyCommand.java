package io.creto.messaging.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code creto policy}: who may do what. */
@Command(
        name = "policy",
        description = "Put, read, check and try policies: who may do what.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PolicyPutCommand.class,
            PolicyShowCommand.class,
            PolicyVersionsCommand.class,
            PolicyRollbackCommand.class,
            PolicyTestCommand.class,
            PolicyLintCommand.class
        })
final class PolicyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
