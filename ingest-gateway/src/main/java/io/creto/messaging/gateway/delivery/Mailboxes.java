package io.creto.messaging.gateway.delivery;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.directory.Directory;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.FleetRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where agents' records stand, and who may receive them. Blocks, and fails as {@link Directory} does. Thread-safe. */
final class Mailboxes {
    private static final int AGENTS_AT_ONCE = 1000;

    private final Directory directory;
    private final InstantSource clock;

    /**
     * What a caller was given.
     *
     * @param agents of each partition
     * @param versions of the records that say so; empty where the caller receives for itself alone
     */
    record Granted(Map<Place, Set<String>> agents, Map<String, Long> versions) {}

    Mailboxes(Directory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Finds the partitions of some agents of one fleet, if the caller may receive all of their records.
     *
     * @throws RefusedCallerException if not; whether such an agent exists does not show
     * @throws GatewayException if the read model does not answer, or does not know the fleet yet
     */
    Granted of(Caller caller, List<String> agents) {
        Map<String, Long> versions = delegated(caller, agents);
        AgentId first = id(agents.get(0));
        int generation = 1;
        int partitions = 1;
        if (!first.isReserved()) {
            FleetRecord fleet = fleet(first.fleet());
            generation = fleet.getGeneration();
            partitions = fleet.getDeliveryPartitions();
        }
        Map<Place, Set<String>> places = new LinkedHashMap<>();
        for (String agent : agents) {
            for (Place place : Place.of(id(agent), generation, partitions)) {
                places.computeIfAbsent(place, one -> new LinkedHashSet<>()).add(agent);
            }
        }
        return new Granted(places, versions);
    }

    /** The versions of agents' records, of those that exist. */
    Map<String, Long> versions(Set<String> agents) {
        Map<String, Long> versions = new HashMap<>();
        List<String> all = List.copyOf(agents);
        for (int from = 0; from < all.size(); from += AGENTS_AT_ONCE) {
            versions.putAll(directory.identityVersions(all.subList(from, Math.min(all.size(), from + AGENTS_AT_ONCE))));
        }
        return versions;
    }

    private Map<String, Long> delegated(Caller caller, List<String> agents) {
        if (!(caller instanceof Caller.Agent agent)) {
            caller.checkMayReceiveAll();
            return Map.of();
        }
        List<String> others =
                agents.stream().filter(one -> !one.equals(agent.id())).toList();
        if (others.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> versions = new HashMap<>();
        Set<ByteString> keys = new HashSet<>();
        directory.identities(List.of(agent.id()), record -> {
            versions.put(agent.id(), record.getVersion());
            keys.addAll(Delegations.keys(record, clock.millis()));
            return true;
        });
        directory.identities(others, record -> {
            if (Delegations.permit(record, agent.id(), keys, clock.millis())) {
                versions.put(record.getAgent().getAgent(), record.getVersion());
            }
            return true;
        });
        if (versions.size() != others.size() + 1) {
            throw RefusedCallerException.notItsMailbox();
        }
        return versions;
    }

    private FleetRecord fleet(String name) {
        List<FleetRecord> found = new ArrayList<>();
        directory.identities(List.of(name), record -> {
            if (record.hasFleet()) {
                found.add(record.getFleet());
            }
            return true;
        });
        if (found.isEmpty()) {
            throw new GatewayException(Kind.DIRECTORY_UNAVAILABLE, "the directory does not know the fleet yet");
        }
        return found.get(0);
    }

    private static AgentId id(String agent) {
        try {
            return AgentId.parse(agent);
        } catch (WireException e) {
            throw new IllegalArgumentException(e); // the request has been parsed
        }
    }
}
