package io.creto.messaging.cli;

import io.creto.messaging.schemas.AgentId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which admin acts. */
final class Acting {
    @Option(
            names = "--as",
            paramLabel = "FLEET/ADMIN",
            description = "The admin who acts; else 'admin' of the same fleet.")
    private @Nullable AgentId admin;

    AgentId adminOf(AgentId agent) {
        return admin == null ? AgentId.of(agent.fleet(), "admin") : admin;
    }
}
