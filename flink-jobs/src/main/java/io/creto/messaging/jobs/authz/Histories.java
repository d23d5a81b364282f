package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.state.PolicyHistory;
import io.creto.messaging.jobs.state.PolicyVersion;
import io.creto.messaging.jobs.state.TraitHistory;
import io.creto.messaging.jobs.state.TraitVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Versions of reference data, each of which counts from its time until the next one counts (architecture §5). One that counted last
 * before {@link #KEPT_MS} of log time decides nothing any more, and is dropped.
 */
final class Histories {
    /** Longer than anything waits, and than anything is decided again. */
    static final long KEPT_MS = 600_000;
    /** How many are kept at most: what would be decided by an older one finds none, and is not permitted. */
    static final int MAX_KEPT = 32;

    private Histories() {}

    /**
     * A policy's history with one version more.
     *
     * @param logTimeMs up to where everything has been read
     * @return empty if the version is not news
     */
    static Optional<PolicyHistory> with(@Nullable PolicyHistory before, PolicyVersion version, long logTimeMs) {
        PolicyHistory history = before == null ? PolicyHistory.getDefaultInstance() : before;
        int count = history.getVersionsCount();
        if (count > 0 && history.getVersions(count - 1).getVersion() >= version.getVersion()) {
            return Optional.empty();
        }
        PolicyHistory all = history.toBuilder().addVersions(version).build();
        int from = firstKept(all.getVersionsList(), PolicyVersion::getEffectiveFromMs, logTimeMs);
        List<PolicyVersion> kept = all.getVersionsList().subList(from, all.getVersionsCount());
        return Optional.of(PolicyHistory.newBuilder().addAllVersions(kept).build());
    }

    /** The same of an agent's traits; a version that changes nothing, or says nothing of who had nothing, is not news. */
    static Optional<TraitHistory> with(@Nullable TraitHistory before, TraitVersion version, long logTimeMs) {
        TraitHistory history = before == null ? TraitHistory.getDefaultInstance() : before;
        int count = history.getVersionsCount();
        TraitVersion last = count == 0 ? TraitVersion.getDefaultInstance() : history.getVersions(count - 1);
        boolean same = last.getGroupsList().equals(version.getGroupsList())
                && last.getAttributesList().equals(version.getAttributesList());
        if (same || last.getVersion() >= version.getVersion()) {
            return Optional.empty();
        }
        TraitHistory all = history.toBuilder().addVersions(version).build();
        int from = firstKept(all.getVersionsList(), TraitVersion::getEffectiveFromMs, logTimeMs);
        List<TraitVersion> kept = all.getVersionsList().subList(from, all.getVersionsCount());
        return Optional.of(TraitHistory.newBuilder().addAllVersions(kept).build());
    }

    /** The version that counts at a time: the newest that has begun. */
    static <V> Optional<V> at(List<V> versions, ToLongFunction<V> fromMs, long timeMs) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (fromMs.applyAsLong(versions.get(i)) <= timeMs) {
                return Optional.of(versions.get(i));
            }
        }
        return Optional.empty();
    }

    private static <V> int firstKept(List<V> versions, ToLongFunction<V> fromMs, long logTimeMs) {
        int first = Math.max(0, versions.size() - MAX_KEPT);
        while (first + 1 < versions.size() && fromMs.applyAsLong(versions.get(first + 1)) + KEPT_MS < logTimeMs) {
            first++;
        }
        return first;
    }
}
