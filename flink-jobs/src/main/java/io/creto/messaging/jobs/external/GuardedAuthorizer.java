package io.creto.messaging.jobs.external;

import io.creto.messaging.v1.CheckRequest;
import io.creto.messaging.v1.CheckResponse;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does not ask a service that fails: after half of the last 20 checks, and at least 10, have failed, all others fail at once. After 1 s
 * some are let through on a new connection; if they fail as well, again after twice as long, up to 8 s. So a service that hangs
 * holds up those behind the trials for ever less of the time. Thread-safe.
 */
final class GuardedAuthorizer implements ExternalAuthorizer {
    /** How many checks decide whether the service fails. */
    static final int WINDOW = 20;
    /** Fewer do not. */
    static final int LEAST = 10;
    /** How many are let through to see whether it does still. */
    static final int TRIALS = 3;
    /** After what time they are, for the first time. */
    static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(GuardedAuthorizer.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);
    private static final float FAILING_PERCENT = 50;
    private static final String OPEN = "is not asked for a moment, because it failed too often";

    private final ExternalAuthorizer next;
    private final CircuitBreaker breaker;

    /** @param settings as {@link #settings} has them */
    GuardedAuthorizer(ExternalAuthorizer next, CircuitBreakerConfig settings) {
        this.next = next;
        this.breaker = CircuitBreaker.of("external-authorization", settings);
        breaker.getEventPublisher().onStateTransition(event -> {
            LOG.warn("external authorization: circuit breaker {}", event.getStateTransition());
            if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                next.reconnect(); // what hangs may be the connection
            }
        });
    }

    static CircuitBreakerConfig.Builder settings() {
        return CircuitBreakerConfig.custom()
                .slidingWindow(WINDOW, LEAST, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(FAILING_PERCENT)
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialBackoff(FIRST_WAIT, 2, LONGEST_WAIT));
    }

    /** 0: asks; 1: does not ask; 2: tries whether the service answers again. */
    int state() {
        return breaker.getState().getOrder();
    }

    @Override
    public CompletableFuture<CheckResponse> check(CheckRequest request) {
        return breaker.executeCompletionStage(() -> next.check(request))
                .toCompletableFuture()
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof CallNotPermittedException ? new ExternalFailure(OPEN) : failure));
    }

    @Override
    public void reconnect() {
        next.reconnect();
    }

    @Override
    public void close() {
        next.close();
    }
}
