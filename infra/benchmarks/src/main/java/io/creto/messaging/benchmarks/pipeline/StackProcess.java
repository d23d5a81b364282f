package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.localstack.home.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The whole stack in a JVM of its own, with the heap and the collector that the {@code creto} command gives it. Not
 * thread-safe.
 */
final class StackProcess implements AutoCloseable {
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx768m", "-Xshare:auto");
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final double startSeconds;

    private StackProcess(Process process, double startSeconds) {
        this.process = process;
        this.startSeconds = startSeconds;
    }

    /**
     * Starts, and returns when agents can connect.
     *
     * @throws IllegalStateException if it does not start; what it says of it stands in the standard error stream
     */
    static StackProcess start(Home home) {
        long before = System.nanoTime();
        try {
            Process process = new ProcessBuilder(command(home))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(StackMain.READY)) {
                    return new StackProcess(process, (System.nanoTime() - before) / 1e9);
                }
            }
            throw new IllegalStateException("the stack does not start");
        } catch (IOException e) {
            throw new IllegalStateException("the stack does not start: " + e, e);
        }
    }

    /** From the start of the JVM until agents could connect. */
    double startSeconds() {
        return startSeconds;
    }

    /** What it and PostgreSQL use now. */
    ProcessUsage usage() {
        return ProcessUsage.of(process.toHandle());
    }

    /** Ends its input, and waits until it has stopped. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the stack does not stop in " + STOP_SECONDS + " s");
            }
        } catch (IOException e) {
            throw new IllegalStateException("the stack cannot be stopped: " + e, e);
        } catch (InterruptedException e) {
            throw Broker.interrupted(e);
        }
    }

    private static List<String> command(Home home) {
        return Stream.of(
                        List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        JVM,
                        List.of(
                                "-cp",
                                System.getProperty("java.class.path"),
                                StackMain.class.getName(),
                                home.root().toString()))
                .flatMap(List::stream)
                .toList();
    }
}
