package io.creto.messaging.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL server process of a data directory, which outlives a JVM that was killed. Who holds the directory's lock
 * may end it: nobody else uses it.
 */
final class LeftBehind {
    private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);
    private static final String PID_FILE = "postmaster.pid";
    private static final int PORT_LINE = 3;
    private static final long END_SECONDS = 30;

    private LeftBehind() {}

    /** The process that serves the cluster in this directory. */
    static Optional<ProcessHandle> server(Path cluster) throws IOException {
        Path file = cluster.resolve(PID_FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0)))
                .filter(ProcessHandle::isAlive)
                .filter(process -> serves(process, cluster));
    }

    /** Where the server of the cluster in this directory listens, as its pid file says. */
    static OptionalInt port(Path cluster) throws IOException {
        if (server(cluster).isEmpty()) {
            return OptionalInt.empty();
        }
        List<String> lines = Files.readAllLines(cluster.resolve(PID_FILE));
        boolean known = lines.size() > PORT_LINE && lines.get(PORT_LINE).matches("[0-9]{1,5}");
        return known ? OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE))) : OptionalInt.empty();
    }

    /**
     * Kills the server, if there is one, and waits until it and its children are gone. What was committed is in its log, from
     * which the next start recovers.
     *
     * @throws EmbeddedServerException if it does not go
     */
    static void end(Path cluster) throws IOException {
        Optional<ProcessHandle> server = server(cluster);
        if (server.isEmpty()) {
            return;
        }
        ProcessHandle process = server.get();
        LOG.warn("ending PostgreSQL process {}, which was left behind in {}", process.pid(), cluster);
        CompletableFuture<?>[] ends = Stream.concat(Stream.of(process), process.descendants())
                .map(ProcessHandle::onExit)
                .toArray(CompletableFuture<?>[]::new);
        process.destroyForcibly();
        try {
            CompletableFuture.allOf(ends).get(END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new EmbeddedServerException(
                    "PostgreSQL process " + process.pid() + " uses " + cluster + " and does not end: end it yourself",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while a PostgreSQL process ends", e);
        }
    }

    /** A process id is given again after a while, so the pid alone proves nothing. */
    private static boolean serves(ProcessHandle process, Path cluster) {
        return process.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains(cluster.toString()))
                .orElse(false);
    }
}
