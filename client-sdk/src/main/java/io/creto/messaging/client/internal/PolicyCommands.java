package io.creto.messaging.client.internal;

import io.creto.messaging.client.FleetPolicy;
import io.creto.messaging.client.PolicyAdmin;
import io.creto.messaging.client.internal.keys.TrustedPolicies;
import io.creto.messaging.client.internal.send.CommandSender;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyVersion;
import io.creto.messaging.v1.PutPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Puts policies, hands out proven ones. Thread-safe. */
final class PolicyCommands implements PolicyAdmin {
    private final CommandSender commands;
    private final TrustedPolicies policies;

    PolicyCommands(CommandSender commands, TrustedPolicies policies) {
        this.commands = commands;
        this.policies = policies;
    }

    @Override
    public CompletableFuture<Long> put(String fleet, PolicyDocument document, long previousVersion) {
        PutPolicy put = PutPolicy.newBuilder()
                .setFleet(fleet)
                .setPreviousVersion(previousVersion)
                .setDocument(document)
                .build();
        return commands.send(MessageKind.MESSAGE_KIND_PUT_POLICY, put, Lane.LANE_NORMAL);
    }

    @Override
    public Optional<FleetPolicy> policy(String fleet, long version, long minVersion) {
        return policies.policy(fleet, version, minVersion);
    }

    @Override
    public List<PolicyVersion> versions(String fleet, int count, long minVersion) {
        return policies.versions(fleet, count, minVersion);
    }
}
