package io.creto.messaging.client.internal;

import io.creto.messaging.client.internal.send.Signer;
import io.creto.messaging.schemas.KeyId;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Shows the gateway who calls: every call carries a token that the agent has signed for this deployment and a few minutes. A token
 * is signed once and used again until shortly before its end; a key that has been replaced signs the next one. An agent that is
 * about to enrol has nothing to show. Thread-safe; neither logs nor prints a token.
 */
final class AccessCredentials extends CallCredentials {
    static final Duration LIFE = Duration.ofMinutes(4);

    /** A token with less time left is not used for another call. */
    static final Duration MARGIN = Duration.ofMinutes(1);

    private static final String SCHEME = "Bearer ";
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final String deployment;
    private final boolean plaintextAllowed;
    private final InstantSource clock;

    private volatile @Nullable Signer signer;
    private volatile @Nullable Current current;

    /** A signed token as it travels. */
    private record Current(KeyId key, long signedAtMs, Metadata headers) {
        boolean isGood(KeyId now, long nowMs) {
            return key.equals(now) && signedAtMs <= nowMs && nowMs < signedAtMs + LIFE.toMillis() - MARGIN.toMillis();
        }

        String text() {
            return Objects.requireNonNull(headers.get(AUTHORIZATION)).substring(SCHEME.length());
        }

        @Override
        public String toString() {
            return "token signed with " + key;
        }
    }

    /**
     * @param deployment the audience of tokens
     * @param plaintextAllowed whether a token may travel without TLS
     */
    AccessCredentials(String deployment, boolean plaintextAllowed, InstantSource clock) {
        this.deployment = deployment;
        this.plaintextAllowed = plaintextAllowed;
        this.clock = clock;
    }

    /** From now on, calls are made in the name of the agent that signs with this. */
    void signWith(Signer agentsSigner) {
        signer = agentsSigner;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
        Signer signing = signer;
        if (signing == null) {
            applier.apply(new Metadata());
            return;
        }
        if (!plaintextAllowed && call.getSecurityLevel() != SecurityLevel.PRIVACY_AND_INTEGRITY) {
            applier.fail(Status.UNAUTHENTICATED.withDescription("no token is sent without TLS"));
            return;
        }
        Current token = current;
        if (token != null && token.isGood(signing.keyId(), clock.millis())) {
            applier.apply(token.headers());
        } else {
            executor.execute(() -> applyNew(signing, applier)); // signing takes too long for the transport's thread
        }
    }

    /** The token that a call would carry now. */
    String token() {
        Signer signing = signer;
        if (signing == null) {
            throw new IllegalStateException("nobody signs yet");
        }
        return renewed(signing).text();
    }

    private void applyNew(Signer signing, MetadataApplier applier) {
        try {
            applier.apply(renewed(signing).headers());
        } catch (RuntimeException e) {
            applier.fail(Status.UNAUTHENTICATED
                    .withDescription("the access token cannot be signed")
                    .withCause(e));
        }
    }

    /** Calls that come meanwhile wait for the same token. */
    private synchronized Current renewed(Signer signing) {
        Current before = current;
        long now = clock.millis();
        if (before != null && before.isGood(signing.keyId(), now)) {
            return before;
        }
        Signer.Token signed = signing.accessToken(deployment, now, LIFE);
        Metadata headers = new Metadata();
        headers.put(
                AUTHORIZATION,
                SCHEME
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(signed.token().toByteArray()));
        Current renewed = new Current(signed.key(), now, headers);
        current = renewed;
        return renewed;
    }

    @Override
    public String toString() {
        return "AccessCredentials[for " + deployment + "]";
    }
}
