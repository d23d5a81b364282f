package io.creto.messaging.gateway.directory;

import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyVersion;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A read model in memory, which can be behind, slow or gone. */
public final class FakeDirectory implements Directory {
    private final Map<String, IdentityRecord> identities = new ConcurrentSkipListMap<>();
    private final Map<String, CurrentKey> keys = new ConcurrentSkipListMap<>();
    private final Queue<PolicyRecord> policies = new ConcurrentLinkedQueue<>();
    public final AtomicInteger questions = new AtomicInteger();
    final CountDownLatch asked = new CountDownLatch(1);
    public volatile boolean gone;
    public volatile @Nullable CountDownLatch slow;

    public void put(IdentityRecord record) {
        identities.put(
                record.hasAgent()
                        ? record.getAgent().getAgent()
                        : record.getFleet().getFleet(),
                record);
    }

    public void put(PolicyRecord record) {
        policies.add(record);
    }

    void put(CurrentKey key) {
        keys.put(key.owner(), key);
    }

    @Override
    public Map<String, Long> identityVersions(Collection<String> subjects) {
        ask();
        Map<String, Long> versions = new HashMap<>();
        identities.forEach((subject, record) -> versions.put(subject, record.getVersion()));
        versions.keySet().retainAll(subjects);
        return versions;
    }

    @Override
    public void identities(Collection<String> subjects, Predicate<IdentityRecord> taker) {
        ask();
        Map<String, IdentityRecord> found = new TreeMap<>(identities);
        found.keySet().retainAll(subjects);
        handOver(found.values(), taker);
    }

    @Override
    public void agents(String fleet, String after, int limit, Predicate<AgentRecord> taker) {
        ask();
        handOver(
                identities.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(fleet + "/"))
                        .filter(entry -> entry.getKey().compareTo(after) > 0)
                        .limit(limit)
                        .map(entry -> entry.getValue().getAgent())
                        .toList(),
                taker);
    }

    @Override
    public Map<String, Long> keyVersions(Collection<String> owners) {
        ask();
        Map<String, Long> versions = new HashMap<>();
        keys.forEach((owner, key) -> versions.put(owner, key.version()));
        versions.keySet().retainAll(owners);
        return versions;
    }

    @Override
    public List<CurrentKey> currentKeys(Collection<String> owners) {
        ask();
        return keys.values().stream()
                .filter(key -> owners.contains(key.owner()))
                .toList();
    }

    @Override
    public long policyVersion(String fleet) {
        ask();
        return policyVersions(fleet).findFirst().map(PolicyRecord::getVersion).orElse(0L);
    }

    @Override
    public Map<String, Long> policyVersions(Collection<String> fleets, long timeMs) {
        ask();
        Map<String, Long> versions = new HashMap<>();
        policies.stream()
                .filter(record -> fleets.contains(record.getFleet()) && record.getEffectiveFromMs() <= timeMs)
                .forEach(record -> versions.merge(record.getFleet(), record.getVersion(), Math::max));
        return versions;
    }

    @Override
    public Optional<PolicyRecord> policy(String fleet, long version) {
        ask();
        return policyVersions(fleet)
                .filter(record -> version == 0 || record.getVersion() == version)
                .findFirst();
    }

    @Override
    public List<PolicyVersion> policyVersions(String fleet, long before, int limit) {
        ask();
        return policyVersions(fleet)
                .filter(record -> record.getVersion() < before)
                .limit(limit)
                .map(DirectorySamples::listed)
                .toList();
    }

    private Stream<PolicyRecord> policyVersions(String fleet) {
        return policies.stream()
                .filter(record -> record.getFleet().equals(fleet))
                .sorted(Comparator.comparingLong(PolicyRecord::getVersion).reversed());
    }

    private void ask() {
        questions.incrementAndGet();
        asked.countDown();
        if (gone) {
            throw new GatewayException(Kind.DIRECTORY_UNAVAILABLE, "the directory does not answer");
        }
        CountDownLatch until = slow;
        if (until != null) {
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new GatewayException(Kind.DRAINING, "interrupted", e);
            }
        }
    }

    private static <R> void handOver(Collection<R> records, Predicate<R> taker) {
        for (R record : records) {
            if (!taker.test(record)) {
                return;
            }
        }
    }
}
