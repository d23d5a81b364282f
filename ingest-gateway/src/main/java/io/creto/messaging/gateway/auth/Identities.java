package io.creto.messaging.gateway.auth;

import io.creto.messaging.gateway.directory.Directory;
import io.creto.messaging.v1.IdentityRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the read model says of agents. Blocks, and fails as {@link Directory} does. Thread-safe. */
final class Identities {
    private final Directory directory;

    Identities(Directory directory) {
        this.directory = directory;
    }

    /** Of one agent; empty if there is none. */
    Optional<Standing> of(String agent) {
        return Optional.ofNullable(of(List.of(agent)).get(agent));
    }

    /** Of those agents that exist. */
    Map<String, Standing> of(Collection<String> agents) {
        Map<String, Standing> standings = new HashMap<>();
        directory.identities(agents, record -> {
            put(standings, record);
            return true;
        });
        return standings;
    }

    /** The versions of those agents that exist. */
    Map<String, Long> versions(Collection<String> agents) {
        return directory.identityVersions(agents);
    }

    private static void put(Map<String, Standing> standings, IdentityRecord record) {
        if (record.hasAgent()) {
            standings.put(record.getAgent().getAgent(), Standing.of(record));
        }
    }
}
