package io.creto.messaging.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.creto.messaging.gateway.admission.AdmittedBatch;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.directory.Directory;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.v1.FleetQuota;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Keeps every fleet within the quota of its policy, as far as this gateway sees: others count for themselves. Bounded by a number of
 * fleets that have used some of theirs: one that is forgotten too early begins with a full allowance. Thread-safe; nothing here blocks.
 */
public final class FleetQuotas implements AutoCloseable {
    /** An entry takes a few hundred bytes. */
    static final int MAX_FLEETS = FleetPolicies.MAX_FLEETS;

    private final Function<String, FleetPolicy> policies;
    private final Runnable onClose;
    private final TimeMeter clock;
    private final GatewayMetrics metrics;
    private final Cache<String, FleetAllowance> allowances;

    /**
     * Begins with full allowances.
     *
     * @param policies by fleet; does not block
     */
    FleetQuotas(Function<String, FleetPolicy> policies, Runnable onClose, TimeMeter clock, GatewayMetrics metrics) {
        this.policies = policies;
        this.onClose = onClose;
        this.clock = clock;
        this.metrics = metrics;
        Ticker ticker = clock::currentTimeNanos;
        this.allowances = Caffeine.newBuilder()
                .maximumSize(MAX_FLEETS)
                .ticker(ticker)
                .expireAfter(Expiry.writing(
                        (String fleet, FleetAllowance allowance) -> Duration.ofNanos(allowance.untilFull())))
                .build();
    }

    /**
     * Quotas as the read model has them. Begins to look at it.
     *
     * @param directory stays the caller's to close
     */
    public static FleetQuotas of(Directory directory, GatewayMetrics metrics) {
        FleetPolicies policies = new FleetPolicies(directory, InstantSource.system());
        policies.watch();
        return new FleetQuotas(policies::of, policies::close, TimeMeter.SYSTEM_NANOTIME, metrics);
    }

    /** No fleet has a quota: for a gateway without read model. */
    public static FleetQuotas none(GatewayMetrics metrics) {
        return new FleetQuotas(fleet -> FleetPolicy.UNKNOWN, () -> {}, TimeMeter.SYSTEM_NANOTIME, metrics);
    }

    /**
     * Counts a batch that is about to be handed to the log; or refuses it, which counts nothing. An admin's counts and goes in any
     * case: else nobody could stop an agent that uses up all, or mend a quota that is too small. What a stranger brings is no
     * fleet's: anybody can enrol in anybody's name.
     *
     * @return why it has to wait, empty if it may go
     */
    public Optional<GatewayException> take(AdmittedBatch batch, Caller caller) {
        if (caller instanceof Caller.Stranger) {
            return Optional.empty();
        }
        String fleet = batch.fleet();
        FleetPolicy policy = policies.apply(fleet);
        Optional<Excess> excess = policy.quota().flatMap(quota -> take(batch, isAdmin(caller), fleet, quota));
        excess.ifPresent(one -> metrics.limited(one.limit(), false));
        return excess.map(one -> Refusals.of(fleet, policy, one));
    }

    /** Fleets whose allowance is not full. */
    long counted() {
        allowances.cleanUp();
        return allowances.estimatedSize();
    }

    /** Looks at the read model no more. */
    @Override
    public void close() {
        onClose.run();
    }

    private static boolean isAdmin(Caller caller) {
        return caller instanceof Caller.Agent agent && agent.admin();
    }

    /** One batch of a fleet at a time. Other numbers begin with a full allowance, a version with the same ones does not. */
    private Optional<Excess> take(AdmittedBatch batch, boolean anyway, String fleet, FleetQuota quota) {
        AtomicReference<Optional<Excess>> excess = new AtomicReference<>(Optional.empty());
        allowances.asMap().compute(fleet, (key, found) -> {
            FleetAllowance allowance = found != null && found.isOf(quota) ? found : new FleetAllowance(quota, clock);
            if (anyway) {
                allowance.takeAnyway(batch.envelopes(), batch.bytes());
            } else {
                excess.set(allowance.take(batch.envelopes(), batch.bytes()));
            }
            return allowance;
        });
        return Objects.requireNonNull(excess.get());
    }
}
