package io.creto.messaging.gateway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.config.AuthConfig;
import io.creto.messaging.gateway.directory.Directory;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.gateway.metrics.GatewayMetrics.Authenticated;
import io.creto.messaging.v1.RejectionReason;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls. A token is checked whole once, on threads of its own: who it names is read from the read model, then its
 * signature is verified. After that it costs a hash until it expires, as long as its agent's record allows it. Thread-safe; nothing
 * here blocks a caller.
 */
public final class Authenticator implements AutoCloseable {
    /** An entry takes a few hundred bytes. */
    private static final int MAX_KNOWN = 50_000;

    private final Authentication authentication;
    private final Identities identities;
    private final InstantSource clock;
    private final GatewayMetrics metrics;
    private final int maxWaiting;
    private final ExecutorService readers;
    private final ExecutorService verifiers;
    private final LiveCallers live = new LiveCallers();
    private final Confirmations confirmations;
    private final Cache<ByteString, KnownCaller> known;
    private final Map<ByteString, CompletableFuture<KnownCaller>> unknown = new ConcurrentHashMap<>();
    private final AtomicInteger waitingCalls = new AtomicInteger();

    /**
     * Starts its threads as they are needed.
     *
     * @param directory the read model; stays the caller's to close
     */
    public Authenticator(AuthConfig config, Directory directory, GatewayMetrics metrics, InstantSource clock) {
        this.authentication = new Authentication(config.deployment());
        this.identities = new Identities(directory);
        this.clock = clock;
        this.metrics = metrics;
        this.maxWaiting = config.maxWaiting();
        this.readers = threads(config.threads(), "auth-read-");
        this.verifiers = threads(config.threads(), "auth-verify-");
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_KNOWN)
                .expireAfter(Expiry.creating((ByteString token, KnownCaller caller) ->
                        Duration.ofMillis(Math.max(0, caller.proof().expiresAtMs() - clock.millis()))))
                .build();
        this.confirmations = new Confirmations(identities, clock, maxWaiting, this::ended);
        confirmations.watch(live::callers);
        metrics.watchAuthentication(() -> waitingCalls.get() + confirmations.waitingCalls());
    }

    /**
     * What asks every caller.
     *
     * @param attempts where tokens come from that are not known
     */
    public ServerInterceptor interceptor(Attempts attempts) {
        return new AccessTokenInterceptor(this, live, attempts);
    }

    /** Ends its threads; who waits is told that the gateway stops. */
    @Override
    public void close() {
        confirmations.close();
        readers.shutdownNow();
        verifiers.shutdownNow();
        unknown.values()
                .forEach(decision ->
                        decision.completeExceptionally(new GatewayException(Kind.DRAINING, "the gateway is stopping")));
    }

    /**
     * Lets a caller without token make a call.
     *
     * @throws RefusedCallerException UNKNOWN_SIGNER if strangers may not make it
     */
    void admitStranger(String fullMethodName) {
        if (!OpenCalls.toStrangers(fullMethodName)) {
            metrics.authentication(Authenticated.REFUSED);
            throw RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_UNKNOWN_SIGNER);
        }
        metrics.authentication(Authenticated.STRANGER);
    }

    /**
     * Who calls with this value of the authorization header; done at once where that is known.
     *
     * @param onUnknown run before a token that is not known is looked at; may throw {@link GatewayException}
     * @return fails with {@link RefusedCallerException}, or with {@link GatewayException} where nobody can tell
     */
    CompletableFuture<KnownCaller> authenticate(String header, Runnable onUnknown) {
        ByteString token = BearerToken.fingerprint(header);
        KnownCaller caller = known.getIfPresent(token);
        if (caller == null || caller.ended() != null || !caller.proof().admitsAt(clock.millis())) {
            return unknown(token, header, onUnknown);
        }
        if (confirmations.isFresh(caller)) {
            metrics.authentication(Authenticated.KNOWN);
            return CompletableFuture.completedFuture(caller);
        }
        return confirmed(caller);
    }

    private CompletableFuture<KnownCaller> confirmed(KnownCaller caller) {
        CompletableFuture<Void> looked;
        try {
            looked = confirmations.confirm(caller);
        } catch (GatewayException e) {
            metrics.authentication(Authenticated.FAILED);
            return CompletableFuture.failedFuture(e);
        }
        return looked.thenApply(done -> {
            RefusedCallerException ended = caller.ended();
            metrics.authentication(ended == null ? Authenticated.KNOWN : Authenticated.REFUSED);
            if (ended != null) {
                throw ended;
            }
            return caller;
        });
    }

    /** Calls that come at once with the same token are decided together. */
    private CompletableFuture<KnownCaller> unknown(ByteString token, String header, Runnable onUnknown) {
        try {
            onUnknown.run();
        } catch (GatewayException e) {
            metrics.authentication(Authenticated.FAILED);
            return CompletableFuture.failedFuture(e);
        }
        if (waitingCalls.incrementAndGet() > maxWaiting) {
            waitingCalls.decrementAndGet();
            metrics.authentication(Authenticated.FAILED);
            return CompletableFuture.failedFuture(
                    new GatewayException(Kind.OVERLOADED, "too many calls wait to be authenticated"));
        }
        CompletableFuture<KnownCaller> mine = new CompletableFuture<>();
        CompletableFuture<KnownCaller> decision = unknown.computeIfAbsent(token, one -> mine);
        if (decision == mine) {
            var unused = mine.whenComplete((caller, failure) -> unknown.remove(token, mine));
            decide(token, header, mine);
        }
        return decision.whenComplete((caller, failure) -> {
            waitingCalls.decrementAndGet();
            metrics.authentication(result(failure));
        });
    }

    private void decide(ByteString token, String header, CompletableFuture<KnownCaller> decision) {
        run(readers, decision, () -> {
            long askedNanos = System.nanoTime();
            BearerToken bearer = BearerToken.parse(header);
            Optional<Standing> standing = identities.of(bearer.token().getAgent());
            run(verifiers, decision, () -> {
                Proof proof = authentication.prove(bearer, standing, clock.millis());
                KnownCaller caller = new KnownCaller(token, proof, askedNanos);
                known.put(token, caller);
                decision.complete(caller);
            });
        });
    }

    private static void run(ExecutorService threads, CompletableFuture<KnownCaller> decision, Runnable step) {
        try {
            threads.execute(() -> {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    decision.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            decision.completeExceptionally(new GatewayException(Kind.DRAINING, "the gateway is stopping", e));
        }
    }

    private void ended(KnownCaller caller) {
        known.asMap().remove(caller.fingerprint(), caller);
        live.end(caller);
        metrics.callerEnded();
    }

    private static Authenticated result(@Nullable Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why == null) {
            return Authenticated.VERIFIED;
        }
        return why instanceof RefusedCallerException ? Authenticated.REFUSED : Authenticated.FAILED;
    }

    private static ExecutorService threads(int count, String name) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
