package io.creto.messaging.gateway.directory;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.ListAgentsResponse;
import io.creto.messaging.v1.SubjectVersion;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the directory answers. Requests have passed the strict parsers. An empty answer means: not yet, the read model has not
 * got to the version that the caller must see. Blocks, like the {@link Directory}. Thread-safe.
 */
final class Answers {
    /** Names of everything that may be deferred, and the next page's token, have room behind the records. */
    private static final int RESERVE_BYTES = WireLimits.MAX_IDENTITIES * (WireLimits.MAX_NAME_BYTES + 3);

    /** Versions that may be under way: a subject has a new one with each command on it. */
    private static final long MAX_BEHIND = 1000;

    private final Directory directory;
    private final DirectoryCache cache;

    Answers(Directory directory, DirectoryCache cache) {
        this.directory = directory;
        this.cache = cache;
    }

    /** Those that exist, as far as an answer holds them; the rest is deferred. */
    Optional<GetIdentitiesResponse> identities(GetIdentitiesRequest request) {
        GetIdentitiesResponse.Builder answer = GetIdentitiesResponse.newBuilder();
        Budget budget = new Budget();
        Map<String, Long> open = new LinkedHashMap<>();
        Set<String> deferred = new LinkedHashSet<>();
        for (SubjectVersion wanted : request.getSubjectsList()) {
            Optional<IdentityRecord> known = cache.identity(wanted.getSubject(), wanted.getVersion());
            if (known.isEmpty()) {
                open.put(wanted.getSubject(), wanted.getVersion());
            } else if (!add(answer, budget, known.get())) {
                deferred.add(wanted.getSubject());
            }
        }
        if (mustSee(open) && isBehind(open, directory.identityVersions(open.keySet()))) {
            return Optional.empty();
        }
        if (!open.isEmpty()) {
            // What follows the one that did not fit is not looked at, so it is deferred with it.
            boolean[] full = {false};
            directory.identities(Set.copyOf(open.keySet()), record -> {
                cache.put(subject(record), record);
                full[0] = !add(answer, budget, record);
                if (!full[0]) {
                    open.remove(subject(record));
                }
                return !full[0];
            });
            if (full[0]) {
                deferred.addAll(open.keySet());
            }
        }
        return Optional.of(answer.addAllDeferred(deferred).build());
    }

    /** A page, by id. */
    Optional<ListAgentsResponse> agents(ListAgentsRequest request) {
        Map<String, Long> fleet = Map.of(request.getFleet(), request.getMinVersion());
        if (mustSee(fleet) && isBehind(fleet, directory.identityVersions(fleet.keySet()))) {
            return Optional.empty();
        }
        int size = request.getPageSize() == 0 ? WireLimits.DEFAULT_PAGE_SIZE : request.getPageSize();
        ListAgentsResponse.Builder page = ListAgentsResponse.newBuilder();
        Budget budget = new Budget();
        // One more than the page holds tells whether another follows.
        directory.agents(request.getFleet(), request.getPageToken(), size + 1, agent -> {
            boolean fits = page.getAgentsCount() < size && budget.take(ListAgentsResponse.AGENTS_FIELD_NUMBER, agent);
            if (fits) {
                page.addAgents(agent);
            } else {
                page.setNextPageToken(last(page.getAgentsList()));
            }
            return fits;
        });
        return Optional.of(page.build());
    }

    /** The current key of each owner that has one. */
    Optional<FetchKeysResponse> keys(FetchKeysRequest request) {
        FetchKeysResponse.Builder answer = FetchKeysResponse.newBuilder();
        Map<String, Long> open = new LinkedHashMap<>();
        for (SubjectVersion wanted : request.getOwnersList()) {
            cache.key(wanted.getSubject(), wanted.getVersion())
                    .flatMap(CurrentKey::record)
                    .ifPresentOrElse(answer::addPrekeys, () -> open.put(wanted.getSubject(), wanted.getVersion()));
        }
        if (mustSee(open) && isBehind(open, directory.keyVersions(open.keySet()))) {
            return Optional.empty();
        }
        if (!open.isEmpty()) {
            for (CurrentKey key : directory.currentKeys(open.keySet())) {
                if (key.record().isEmpty() && open.getOrDefault(key.owner(), 0L) > 0) {
                    return Optional.empty(); // lineages and keys come by two topics
                }
                cache.put(key);
                key.record().ifPresent(answer::addPrekeys);
            }
        }
        return Optional.of(answer.build());
    }

    private static boolean add(GetIdentitiesResponse.Builder answer, Budget budget, IdentityRecord record) {
        boolean fits = budget.take(GetIdentitiesResponse.IDENTITIES_FIELD_NUMBER, record);
        if (fits) {
            answer.addIdentities(record);
        }
        return fits;
    }

    private static String subject(IdentityRecord record) {
        return record.hasAgent()
                ? record.getAgent().getAgent()
                : record.getFleet().getFleet();
    }

    private static String last(List<AgentRecord> agents) {
        return agents.get(agents.size() - 1).getAgent();
    }

    private static boolean mustSee(Map<String, Long> wanted) {
        return wanted.values().stream().anyMatch(version -> version > 0);
    }

    /** @throws GatewayException if it is so far behind that it will not get there while a caller waits */
    static boolean isBehind(Map<String, Long> wanted, Map<String, Long> actual) {
        long behind = wanted.entrySet().stream()
                .mapToLong(entry -> entry.getValue() - actual.getOrDefault(entry.getKey(), 0L))
                .max()
                .orElse(0);
        if (behind > MAX_BEHIND) {
            throw new GatewayException(
                    Kind.DIRECTORY_UNAVAILABLE, "the directory is " + behind + " versions behind the one asked for");
        }
        return behind > 0;
    }

    /** The bytes that an answer still holds. A record of the largest size always fits into an empty one. */
    private static final class Budget {
        private int left = WireLimits.MAX_ANSWER_BYTES - RESERVE_BYTES;

        boolean take(int field, Message record) {
            int size = CodedOutputStream.computeMessageSize(field, record);
            if (size > left) {
                return false;
            }
            left -= size;
            return true;
        }
    }
}
