package io.creto.messaging.client;

import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.PrekeyRecord;

/** Fleet acme with its operator, admin and two members, all enrolled, and the records of that. */
public final class SampleFleet {
    private final SampleAgent operator = new SampleAgent("creto/operator");
    private final SampleAgent admin = new SampleAgent("acme/admin");
    private final SampleAgent alice = new SampleAgent("acme/alice");
    private final SampleAgent bob = new SampleAgent("acme/bob");
    private final SampleRegistry registry = new SampleRegistry();

    public SampleFleet() {
        EnrolmentToken token = EnrolmentToken.generate(SampleAgent.RANDOM);
        registry.apply(operator.creates(admin.id(), token, 2));
        registry.apply(admin.enrols(token));
        enrol(alice);
        enrol(bob);
        registry.apply(alice.uploads());
        registry.apply(bob.uploads());
    }

    public final void enrol(SampleAgent agent) {
        EnrolmentToken token = EnrolmentToken.generate(SampleAgent.RANDOM);
        registry.apply(admin.issues(issue(agent, token)));
        registry.apply(agent.enrols(token));
    }

    public static IssueToken issue(SampleAgent agent, EnrolmentToken token) {
        return IssueToken.newBuilder()
                .setAgent(agent.id().toString())
                .setTokenKeyId(token.keyId().bytes())
                .setExpiresAtMs(SampleAgent.NOW + SampleAgent.DAY)
                .setRole(AgentRole.AGENT_ROLE_MEMBER)
                .build();
    }

    public SampleAgent operator() {
        return operator;
    }

    public SampleAgent admin() {
        return admin;
    }

    public SampleAgent alice() {
        return alice;
    }

    public SampleAgent bob() {
        return bob;
    }

    public SampleRegistry registry() {
        return registry;
    }

    public IdentityRecord record(SampleAgent agent) {
        return registry.identity(agent.id().toString()).orElseThrow();
    }

    public PrekeyRecord prekey(SampleAgent agent) {
        return registry.prekey(agent.id().toString()).orElseThrow();
    }
}
