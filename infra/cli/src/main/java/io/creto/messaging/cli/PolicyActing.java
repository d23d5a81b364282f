package io.creto.messaging.cli;

import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.schemas.AgentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose policy, and who acts. */
final class PolicyActing {
    private static final String ADMIN = "admin";

    @Option(
            names = "--fleet",
            paramLabel = "FLEET",
            description = "Whose policy; else that of --as, else that of the only fleet in this home.")
    private @Nullable FleetName fleet;

    @Option(
            names = "--as",
            paramLabel = "FLEET/AGENT",
            description = "Who acts: an admin to put, any agent of the fleet to read; else 'admin' of the fleet.")
    private @Nullable AgentId agent;

    /** @throws CliException if it is not said, and not plain either */
    String fleet(Home home) {
        if (fleet != null) {
            return fleet.text();
        }
        if (agent != null) {
            return agent.fleet();
        }
        List<String> fleets = fleets(home);
        if (fleets.size() != 1) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--fleet: not given, and " + (fleets.isEmpty() ? "no fleet is" : fleets + " are") + " kept in "
                            + home.root());
        }
        return fleets.get(0);
    }

    AgentId agentOf(String ofFleet) {
        return agent == null ? AgentId.of(ofFleet, ADMIN) : agent;
    }

    private static List<String> fleets(Home home) {
        if (!Files.isDirectory(home.agents())) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(home.agents())) {
            return directories
                    .map(directory -> directory.getFileName().toString())
                    .filter(name -> !name.equals(AgentId.RESERVED_FLEET))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CliException(ExitCode.NO_IDENTITY, home.agents() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
