package io.creto.messaging.localstack.home;

import io.creto.messaging.localstack.StackDirectory;
import io.creto.messaging.schemas.AgentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a person's stack, fleets and agents are kept.
 *
 * @param root of everything
 */
public record Home(Path root) {
    private static final String VARIABLE = "CRETO_HOME";
    /** Java itself asks the system's list of users, whatever this says. */
    private static final String USERS_HOME = "HOME";

    private static final String DEFAULT = ".creto";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * The directory that was given, or the one that the environment names, or the one in the user's home.
     *
     * @param given on the command line
     */
    public static Home of(@Nullable Path given) {
        if (given != null) {
            return new Home(given.toAbsolutePath().normalize());
        }
        Path home = variable(VARIABLE)
                .or(() -> variable(USERS_HOME).map(user -> user.resolve(DEFAULT)))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), DEFAULT));
        return new Home(home.toAbsolutePath().normalize());
    }

    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    /**
     * Makes it where it is not there yet, for its owner's eyes only: what is in it tells who writes to whom.
     *
     * @throws IdentityException if it cannot be made
     */
    public void make() {
        if (Files.isDirectory(root)) {
            return; // with the rights that somebody has given it
        }
        try {
            Files.createDirectories(root, OWNER_ONLY);
        } catch (IOException e) {
            throw new IdentityException(root + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** The data of the stack. */
    public StackDirectory stack() {
        return new StackDirectory(root.resolve("stack"));
    }

    /** Where the running stack says where it listens. */
    public Path endpointsFile() {
        return root.resolve("endpoints.json");
    }

    /** The store of an agent: its keys, what it has seen and sent. */
    public Path agent(AgentId agent) {
        return root.resolve("agents").resolve(agent.fleet()).resolve(agent.name());
    }

    /** All agents' stores. */
    public Path agents() {
        return root.resolve("agents");
    }

    /** How the agents of a fleet reach Kafka: properties of its clients, with a password. */
    public Path fleetAccess(String fleet) {
        return root.resolve("fleets").resolve(fleet + ".properties");
    }

    /** The key of the key stores, where no passphrase is given. */
    public Path storeKeyFile() {
        return root.resolve("store.key");
    }

    /** The log of the stack and of the commands. */
    public Path logFile() {
        return root.resolve("log").resolve("creto.log");
    }
}
