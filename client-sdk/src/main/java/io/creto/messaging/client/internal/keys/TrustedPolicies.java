package io.creto.messaging.client.internal.keys;

import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.EvidenceException.Link;
import io.creto.messaging.client.FleetPolicy;
import io.creto.messaging.client.internal.store.ClientStore;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directory's policies, believed: each is verified against the chain of who put it, and none is taken for the newest that is
 * older than one seen, which a store remembers. Nothing is cached. Thread-safe; blocks.
 */
public final class TrustedPolicies {
    private final Directory directory;
    private final TrustedDirectory agents;
    private final NewestSeen newest;

    /**
     * @param agents who puts policies
     * @param store remembers the newest version seen of each fleet's
     */
    public TrustedPolicies(Directory directory, TrustedDirectory agents, ClientStore store) {
        this.directory = directory;
        this.agents = agents;
        this.newest = new NewestSeen(store, "policies", "policy version");
    }

    /** See {@link io.creto.messaging.client.PolicyAdmin#policy}. */
    public Optional<FleetPolicy> policy(String fleet, long version, long minVersion) {
        Optional<PolicyRecord> record = directory.policy(fleet, version, minVersion);
        Optional<FleetPolicy> policy = record.map(one -> verified(fleet, version, one));
        if (version == 0) {
            newest.take(fleet, policy.map(FleetPolicy::version).orElse(0L));
        }
        return policy;
    }

    /** See {@link io.creto.messaging.client.PolicyAdmin#versions}. */
    public List<PolicyVersion> versions(String fleet, int count, long minVersion) {
        if (count < 1) {
            throw new IllegalArgumentException("count: " + count + ", must be at least 1");
        }
        List<PolicyVersion> versions = new ArrayList<>();
        String token = "";
        do {
            int size = Math.min(count - versions.size(), WireLimits.MAX_PAGE_SIZE);
            ListPolicyVersionsResponse page = directory.policyVersions(fleet, size, token, minVersion);
            versions.addAll(page.getVersionsList());
            token = page.getVersionsCount() == 0 ? "" : page.getNextPageToken(); // nobody is led round in a circle
        } while (versions.size() < count && !token.isEmpty());
        return List.copyOf(versions.subList(0, Math.min(count, versions.size())));
    }

    private FleetPolicy verified(String fleet, long version, PolicyRecord record) {
        boolean asked = record.getFleet().equals(fleet) && (version == 0 || record.getVersion() == version);
        if (!asked) {
            throw new EvidenceException(Link.SUBJECT, fleet, "it is another fleet's policy, or another version", null);
        }
        if (!record.hasEvidence()) {
            return PolicyVerifier.initial(record);
        }
        AgentId author = PolicyVerifier.author(record);
        VerifiedAgent known = agents.agent(author, 0);
        try {
            return PolicyVerifier.signed(record, known);
        } catch (EvidenceException e) {
            // what was put after the cached identity had been fetched may be signed with a newer key
            VerifiedAgent newer = agents.refreshedAgent(author);
            if (e.link() != Link.POLICY || newer.version() == known.version()) {
                throw e;
            }
            return PolicyVerifier.signed(record, newer);
        }
    }
}
