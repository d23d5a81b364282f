package io.creto.messaging.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.creto.messaging.cli.CliException;
import io.creto.messaging.cli.ExitCode;
import io.creto.messaging.localstack.home.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An {@link AgentProcess} as its parent sees it. Not thread-safe. */
final class ChildProcess {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STOP_SECONDS = 15;

    private final Process process;
    private final Thread reader;

    private ChildProcess(Process process, Consumer<Event> events) {
        this.process = process;
        // However this process ends, its children do as well.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "demo-agent-stop"));
        this.reader = new Thread(() -> read(events), "demo-agent-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a process.
     *
     * @param home of the agents
     * @param arguments as {@link AgentProcess} takes them, without the home
     * @param events hears what the process says, on a thread of its own
     */
    static ChildProcess start(Home home, List<String> arguments, Consumer<Event> events) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // lives for seconds: the second compiler would take what the messages need
                "-Xmx256m",
                "-Dcreto.log.file=" + home.logFile().resolveSibling("agents-" + arguments.get(0) + ".log"),
                "-cp",
                System.getProperty("java.class.path"),
                AgentProcess.class.getName(),
                home.root().toString()));
        command.addAll(arguments);
        try {
            return new ChildProcess(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start(),
                    events);
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, "a process for agents does not start: " + e.getMessage(), e);
        }
    }

    /** Ends its input, and waits until it has ended. */
    void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }

    private void read(Consumer<Event> events) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.accept(JSON.readValue(line, Event.class));
            }
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                events.accept(Event.failed("a process for agents has ended with exit code " + exitCode));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            events.accept(Event.failed("a process for agents says what nobody understands: " + e.getMessage()));
        }
    }
}
