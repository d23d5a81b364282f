package io.creto.messaging.cli;

import io.creto.messaging.client.FleetPolicy;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.PolicyAdmin;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyVersion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policies of one fleet, as one of its agents reads and puts them. */
final class Policies implements AutoCloseable {
    private final String fleet;
    private final MessageClient client;
    private final PolicyAdmin policies;

    private Policies(String fleet, MessageClient client) {
        this.fleet = fleet;
        this.client = client;
        this.policies = client.policies();
    }

    static Policies open(Settings settings, PolicyActing acting) {
        String fleet = acting.fleet(settings.home());
        AgentId agent = acting.agentOf(fleet);
        return new Policies(fleet, settings.clients().open(agent));
    }

    /** The newest version; 0 where there is none. */
    long newest() {
        return policies.policy(fleet, 0, 0).map(FleetPolicy::version).orElse(0L);
    }

    /**
     * A version, proven.
     *
     * @param version 0: the newest
     * @throws CliException if there is none
     */
    FleetPolicy get(long version) {
        return policies.policy(fleet, version, 0)
                .orElseThrow(() -> new CliException(
                        ExitCode.FAILED,
                        "fleet " + fleet + " has no policy" + (version == 0 ? "" : " of version " + version)
                                + ": './creto policy versions --fleet " + fleet + "' lists what there is"));
    }

    List<PolicyVersion> list(int count) {
        return policies.versions(fleet, count, 0);
    }

    /**
     * Puts a document, and waits until it is applied and can be read.
     *
     * @param expected the version that it replaces
     */
    FleetPolicy put(PolicyDocument document, long expected) {
        long version = Waiting.await(policies.put(fleet, document, expected), "the policy", Waiting.ANSWER);
        return policies.policy(fleet, version, version)
                .orElseThrow(() -> new IllegalStateException("version " + version + " is applied and not there"));
    }

    /** What a program learns of a version. */
    static Map<String, Object> row(FleetPolicy policy) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("fleet", policy.fleet());
        row.put("version", policy.version());
        row.put("policy", policy.document().getId());
        row.put("author", policy.author().toString());
        row.put("signed", policy.signed());
        row.put("recordedAtMs", policy.recordedAtMs());
        row.put("effectiveFromMs", policy.effectiveFromMs());
        return row;
    }

    /** A log time, for people. */
    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
