package io.creto.messaging.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.ManualClock;
import io.creto.messaging.client.SampleAgent;
import io.creto.messaging.client.internal.send.Signer;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.identity.AccessTokens;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.schemas.TokenParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.grpc.Attributes;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What calls carry: a token that the gateway believes, signed as seldom as may be. */
class AccessCredentialsTest {
    private static final SampleAgent ALICE = new SampleAgent("acme/alice");
    private static final CompositePrivateKey NEW_KEY = CompositePrivateKey.generate(SampleAgent.RANDOM);

    private final ManualClock clock = new ManualClock();
    private final Signer signer = new Signer(ALICE.id(), ALICE.key(), clock, SampleAgent.RANDOM);
    private final AccessCredentials credentials = new AccessCredentials("test-deployment", false, clock);
    private final List<Runnable> executor = new ArrayList<>();

    @Test
    void aTokenIsTheAgentsForThisDeploymentAndFourMinutes() throws Exception {
        credentials.signWith(signer);

        AccessToken token = verified(call(), ALICE.key());

        assertThat(token.getAgent()).isEqualTo("acme/alice");
        assertThat(token.getAudience()).isEqualTo("test-deployment");
        assertThat(token.getIssuedAtMs()).isEqualTo(clock.millis());
        assertThat(token.getExpiresAtMs()).isEqualTo(clock.millis() + 240_000);
    }

    @Test
    void aTokenIsUsedAgainUntilAMinuteBeforeItsEnd() {
        credentials.signWith(signer);
        String first = call();

        clock.advance(179_999);
        assertThat(call()).isEqualTo(first);
        clock.advance(1);
        String second = call();
        assertThat(second).isNotEqualTo(first);
        assertThat(call()).isEqualTo(second);
    }

    @Test
    void aTokenForAnotherWayIsTheOneThatCallsCarry() {
        credentials.signWith(signer);

        assertThat(call()).isEqualTo("Bearer " + credentials.token());
    }

    @Test
    void aClockThatWasSetBackNeedsANewToken() throws Exception {
        credentials.signWith(signer);
        call();

        clock.advance(-1000);

        assertThat(verified(call(), ALICE.key()).getIssuedAtMs()).isEqualTo(clock.millis());
    }

    @Test
    void callsThatComeMeanwhileShareOneToken() {
        credentials.signWith(signer);
        Applied one = new Applied();
        Applied two = new Applied();

        apply(SecurityLevel.PRIVACY_AND_INTEGRITY, one);
        apply(SecurityLevel.PRIVACY_AND_INTEGRITY, two);

        assertThat(one.headers).as("not on the transport's thread").isNull();
        executor.forEach(Runnable::run);
        assertThat(one.authorization()).isEqualTo(two.authorization());
    }

    @Test
    void aKeyThatWasReplacedSignsTheNextToken() throws Exception {
        credentials.signWith(signer);
        call();

        signer.use(NEW_KEY);

        verified(call(), NEW_KEY);
    }

    @Test
    void whoHasNoIdentityYetShowsNothing() {
        Applied applied = new Applied();
        apply(SecurityLevel.PRIVACY_AND_INTEGRITY, applied);
        assertThat(Objects.requireNonNull(applied.headers).keys()).isEmpty();
    }

    @Test
    void noTokenTravelsWithoutTlsUnlessThatIsAllowed() {
        credentials.signWith(signer);
        Applied refused = new Applied();
        apply(SecurityLevel.NONE, refused);
        assertThat(executor).isEmpty();
        assertThat(refused.headers).isNull();
        assertThat(Objects.requireNonNull(refused.failure).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);

        AccessCredentials loose = new AccessCredentials("test-deployment", true, clock);
        loose.signWith(signer);
        Applied allowed = new Applied();
        loose.applyRequestMetadata(new Call(SecurityLevel.NONE), Runnable::run, allowed);
        assertThat(allowed.authorization()).startsWith("Bearer ");
    }

    @Test
    void nothingPrintsAToken() {
        credentials.signWith(signer);
        String token = call().substring("Bearer ".length());
        ByteString bytes = signer.accessToken("test-deployment", clock.millis(), AccessCredentials.LIFE)
                .token();

        assertThat(credentials.toString())
                .isEqualTo("AccessCredentials[for test-deployment]")
                .doesNotContain(token);
        assertThat(signer.accessToken("test-deployment", clock.millis(), AccessCredentials.LIFE))
                .hasToString("Token[signed with " + ALICE.key().publicKey().keyId() + "]");
        assertThat(bytes.size()).isGreaterThan(3373);
    }

    private String call() {
        Applied applied = new Applied();
        apply(SecurityLevel.PRIVACY_AND_INTEGRITY, applied);
        executor.forEach(Runnable::run);
        executor.clear();
        return applied.authorization();
    }

    private void apply(SecurityLevel level, Applied applied) {
        credentials.applyRequestMetadata(new Call(level), (Executor) executor::add, applied);
    }

    private AccessToken verified(String authorization, CompositePrivateKey key)
            throws WireException, VerificationException {
        byte[] bytes = Base64.getUrlDecoder().decode(authorization.substring("Bearer ".length()));
        assertThat(authorization).doesNotContain("=");
        return AccessTokens.verify(
                TokenParser.signed(ByteString.copyFrom(bytes)), key.publicKey(), "test-deployment", clock.millis(), 0);
    }

    private static final class Applied extends CallCredentials.MetadataApplier {
        private @Nullable Metadata headers;
        private @Nullable Status failure;

        @Override
        public void apply(Metadata given) {
            headers = given;
        }

        @Override
        public void fail(Status status) {
            failure = status;
        }

        String authorization() {
            return Objects.requireNonNull(Objects.requireNonNull(headers)
                    .get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
        }
    }

    private static final class Call extends CallCredentials.RequestInfo {
        private final SecurityLevel level;

        Call(SecurityLevel level) {
            this.level = level;
        }

        @Override
        public MethodDescriptor<?, ?> getMethodDescriptor() {
            return DirectoryServiceGrpc.getGetIdentitiesMethod();
        }

        @Override
        public SecurityLevel getSecurityLevel() {
            return level;
        }

        @Override
        public String getAuthority() {
            return "gateway";
        }

        @Override
        public Attributes getTransportAttrs() {
            return Attributes.EMPTY;
        }
    }
}
