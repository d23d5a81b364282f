package io.creto.messaging.gateway.limit;

import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.v1.FleetQuota;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Quotas that a test gives to fleets, by a clock that it moves. */
public final class SampleQuotas {
    private final ManualTime time = new ManualTime();
    private final Map<String, FleetPolicy> policies = new ConcurrentHashMap<>();

    /** What counts them. */
    public FleetQuotas counted(GatewayMetrics metrics) {
        return new FleetQuotas(fleet -> policies.getOrDefault(fleet, FleetPolicy.UNKNOWN), () -> {}, time, metrics);
    }

    /** A fleet's policy, with a quota. */
    public void put(String fleet, long version, FleetQuota.Builder quota) {
        policies.put(fleet, new FleetPolicy(version, "policy-of-" + fleet, Optional.of(quota.build())));
    }

    /** And without. */
    public void put(String fleet, long version) {
        policies.put(fleet, new FleetPolicy(version, "policy-of-" + fleet, Optional.empty()));
    }

    /** Time passes. */
    public void advance(Duration passed) {
        time.advance(passed);
    }

    /** So many messages a second. */
    public static FleetQuota.Builder messages(long perSecond, int burstSeconds) {
        return FleetQuota.newBuilder().setMessagesPerSecond(perSecond).setBurstSeconds(burstSeconds);
    }

    /** So many bytes a second. */
    public static FleetQuota.Builder bytes(long perSecond, int burstSeconds) {
        return FleetQuota.newBuilder().setBytesPerSecond(perSecond).setBurstSeconds(burstSeconds);
    }
}
