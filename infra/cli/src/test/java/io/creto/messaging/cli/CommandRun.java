package io.creto.messaging.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * A command as a shell sees it.
 *
 * @param code what it ended with
 * @param out what it printed
 * @param err what it complained
 */
record CommandRun(int code, String out, String err) {

    /** Runs a command in a home. */
    static CommandRun of(java.nio.file.Path home, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--home=" + home);
        return bare(all.toArray(String[]::new));
    }

    /** Runs a command as it is. */
    static CommandRun bare(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = CretoMain.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        int code = command.execute(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
