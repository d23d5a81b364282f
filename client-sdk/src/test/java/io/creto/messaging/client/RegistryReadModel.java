package io.creto.messaging.client;

import io.creto.messaging.gateway.directory.CurrentKey;
import io.creto.messaging.gateway.directory.Directory;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyVersion;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The identities of a registry as the gateway reads them; of nothing else. */
record RegistryReadModel(SampleRegistry registry) implements Directory {
    @Override
    public Map<String, Long> identityVersions(Collection<String> subjects) {
        return subjects.stream()
                .map(registry::identity)
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(record -> record.getAgent().getAgent(), IdentityRecord::getVersion));
    }

    @Override
    public void identities(Collection<String> subjects, Predicate<IdentityRecord> taker) {
        boolean unused = subjects.stream()
                .map(registry::identity)
                .flatMap(Optional::stream)
                .allMatch(taker);
    }

    @Override
    public void agents(String fleet, String after, int limit, Predicate<AgentRecord> taker) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Long> keyVersions(Collection<String> owners) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CurrentKey> currentKeys(Collection<String> owners) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long policyVersion(String fleet) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Long> policyVersions(Collection<String> fleets, long timeMs) {
        return Map.of();
    }

    @Override
    public Optional<PolicyRecord> policy(String fleet, long version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PolicyVersion> policyVersions(String fleet, long before, int limit) {
        throw new UnsupportedOperationException();
    }
}
