package io.creto.messaging.localstack.home;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.creto.messaging.localstack.StackException;
import io.creto.messaging.localstack.StackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a running stack listens, as it says itself.
 *
 * @param pid of its process
 * @param gateway {@code host:port} that agents connect to
 * @param metrics address of the gateway's metrics
 * @param kafka {@code host:port} of the brokers
 * @param postgres {@code host:port} of the read model
 * @param dashboard address of Flink's dashboard
 * @param rest address under which the gateway speaks HTTP/JSON
 */
public record Endpoints(
        long pid, String gateway, String metrics, String kafka, String postgres, String dashboard, String rest) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String LOOPBACK = "127.0.0.1:";

    public static Endpoints of(StackPorts ports) {
        return new Endpoints(
                ProcessHandle.current().pid(),
                LOOPBACK + ports.gateway(),
                "http://" + LOOPBACK + ports.metrics() + "/metrics",
                LOOPBACK + ports.kafka(),
                LOOPBACK + ports.postgres(),
                "http://" + LOOPBACK + ports.dashboard(),
                "https://" + LOOPBACK + ports.rest());
    }

    /** Says where the stack listens; the file appears whole. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        JSON.writeValue(draft.toFile(), this);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads where the stack listens.
     *
     * @throws StackException if none runs
     */
    public static Endpoints read(Path file) {
        try {
            Endpoints endpoints = JSON.readValue(Files.readAllBytes(file), Endpoints.class);
            if (!isAlive(endpoints.pid())) {
                throw new StackException("the stack is not running any more: start it with './creto up'");
            }
            return endpoints;
        } catch (NoSuchFileException e) {
            throw new StackException("no stack runs for this home: start it with './creto up'", e);
        } catch (IOException e) {
            throw new StackException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
