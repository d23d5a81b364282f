package io.creto.messaging.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the commands. */
@Command(
        name = "creto",
        description = "End-to-end-encrypted, post-quantum messaging for fleets of software agents.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            StatusCommand.class,
            FleetCommand.class,
            TokenCommand.class,
            AgentCommand.class,
            SendCommand.class,
            ReceiveCommand.class,
            PolicyCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        footer = {
            "",
            "Benchmarks: creto bench (access | authz | pipeline | crypto) [--json]",
            "Completion for bash and zsh: source <(./creto generate-completion)"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:refused, failed, or not complete in time",
            "2:wrong usage",
            "3:no stack, or it does not answer",
            "4:no such agent or fleet here, in use, or another passphrase",
            "5:denied by the policy that was tried"
        })
final class CretoCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
