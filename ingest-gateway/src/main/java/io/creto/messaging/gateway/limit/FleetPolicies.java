package io.creto.messaging.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.creto.messaging.gateway.directory.Directory;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.PolicyRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which version of its policy counts for each fleet that sends. One question a second asks the read model for the versions of all of
 * them; only one that has changed is read. Where it does not answer, or is behind what has been seen, what is known goes on to count. A
 * fleet that is new here has none until the first answer. Bounded by a number of fleets. Thread-safe; nothing here blocks who asks.
 */
final class FleetPolicies implements AutoCloseable {
    /** So old is what is known, apart from what the read model is behind. */
    static final Duration FRESH = Duration.ofSeconds(1);

    /** An entry takes a few hundred bytes. */
    static final int MAX_FLEETS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(FleetPolicies.class);
    /** Of a fleet that sends nothing. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private static final int FLEETS_AT_ONCE = 1000;

    private final Directory directory;
    private final InstantSource clock;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Cache<String, FleetPolicy> fleets = Caffeine.newBuilder()
            .maximumSize(MAX_FLEETS)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build();
    private boolean silent; // while looking

    /**
     * Starts its thread when it is needed.
     *
     * @param clock tells which versions count
     */
    FleetPolicies(Directory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "fleet-policies");
            made.setDaemon(true);
            return made;
        });
    }

    /** Looks again and again. */
    void watch() {
        var unused =
                thread.scheduleWithFixedDelay(this::look, FRESH.toMillis(), FRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is known of a fleet's policy; one that is new here is asked about soon. */
    FleetPolicy of(String fleet) {
        FleetPolicy known = fleets.getIfPresent(fleet);
        if (known != null) {
            return known;
        }
        fleets.asMap().putIfAbsent(fleet, FleetPolicy.UNKNOWN);
        if (awake.compareAndSet(false, true)) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException stopping) {
                return FleetPolicy.UNKNOWN;
            }
        }
        return FleetPolicy.UNKNOWN;
    }

    /** Fleets that are remembered. */
    long known() {
        fleets.cleanUp();
        return fleets.estimatedSize();
    }

    /** Ends its thread. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Looks once. Blocks, like the {@link Directory}. */
    @SuppressWarnings("IllegalCatch") // a defect must not end the timer: changes would count no more
    synchronized void look() {
        awake.set(false);
        try {
            List<String> all = List.copyOf(fleets.asMap().keySet());
            for (int from = 0; from < all.size(); from += FLEETS_AT_ONCE) {
                look(all.subList(from, Math.min(all.size(), from + FLEETS_AT_ONCE)));
            }
            if (silent && !all.isEmpty()) {
                silent = false;
                LOG.info("the fleets' quotas are read again");
            }
        } catch (GatewayException e) {
            if (!silent) {
                silent = true;
                LOG.warn("the fleets' quotas are not read, those that are known go on to count: {}", e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.error("a defect in the reading of fleets' quotas", e);
        }
    }

    private void look(List<String> some) {
        Map<String, Long> versions = directory.policyVersions(some, clock.millis());
        versions.forEach((fleet, version) -> {
            FleetPolicy known = fleets.policy().getIfPresentQuietly(fleet);
            if (known != null && version > known.version()) {
                directory.policy(fleet, version).ifPresent(record -> fleets.put(fleet, read(record)));
            }
        });
    }

    /** What breaks the contract limits nothing, rather than all batches of the fleet. */
    private static FleetPolicy read(PolicyRecord record) {
        try {
            return FleetPolicy.of(RecordParser.policy(record.toByteString()));
        } catch (WireException e) {
            LOG.error(
                    "version {} of the policy of {} is no record, its fleet_quota does not count: {}",
                    record.getVersion(),
                    record.getFleet(),
                    e.getMessage());
            return FleetPolicy.unreadable(record.getVersion());
        }
    }
}
