package io.creto.messaging.jobs.external;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.creto.messaging.embedded.DevelopmentCertificate;
import io.creto.messaging.jobs.config.ConfigException;
import io.creto.messaging.jobs.config.ExternalConfig;
import io.creto.messaging.jobs.external.ReferenceServer.Behaviour;
import io.creto.messaging.v1.AuthorizationAnswer;
import io.creto.messaging.v1.CheckRequest;
import io.creto.messaging.v1.CheckResponse;
import io.creto.messaging.v1.Effect;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service over gRPC, well and ill. */
class GrpcAuthorizerITCase {
    private static final CheckRequest TO_BOB = SampleChecks.to("acme/bob").getRequest();
    private static final CheckRequest TO_BOB_AND_CAROL =
            SampleChecks.to("acme/bob", "acme/carol").getRequest();
    private static final long LONG_MS = 2000;

    @TempDir
    Path directory;

    private ReferenceServer server = new ReferenceServer().start();
    private @Nullable ExternalAuthorizer open;

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
        server.close();
    }

    @Test
    void eachCheckIsAnswered() throws Exception {
        server.forbid("acme/carol");
        CheckResponse response = authorizer(LONG_MS, 2).check(TO_BOB_AND_CAROL).get();
        assertThat(response.getAnswersList())
                .extracting(AuthorizationAnswer::getEffect)
                .containsExactly(Effect.EFFECT_PERMIT, Effect.EFFECT_FORBID);
        assertThat(response.getAnswers(1).getRule()).isEqualTo(ReferenceServer.RULE);
        assertThat(server.asked()).isEqualTo(TO_BOB_AND_CAROL.getChecksList());
    }

    @ParameterizedTest
    @CsvSource({
        "BREAKS, failed with INTERNAL",
        "UNAVAILABLE, could not be reached",
        "ANSWERS_TOO_LITTLE, gave 1 answers to 2 checks",
        "ANSWERS_OUT_OF_PLACE, gave an answer that breaks its contract (check_response.answers.place)",
        "ANSWERS_NEITHER, gave an answer that breaks its contract (check_response.answers.effect)",
    })
    void whatIsNoAnswerIsAFailureThatSaysWhat(Behaviour behaviour, String why) {
        server.behave(behaviour);
        assertThat(failure(authorizer(LONG_MS, 2), TO_BOB_AND_CAROL)).isEqualTo(why);
    }

    @Test
    void oneThatHangsIsGivenUpInTime() {
        server.behave(Behaviour.HANGS);
        ExternalAuthorizer authorizer = authorizer(100, 2);
        long startedAt = System.nanoTime();
        assertThat(failure(authorizer, TO_BOB)).isEqualTo("did not answer within 100 ms");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt)).isLessThan(LONG_MS);
    }

    @Test
    void oneThatCannotBeReachedForAMomentIsTriedAsOftenAsTheOptionSays() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        server.behave(() -> calls.incrementAndGet() < 3 ? Behaviour.UNAVAILABLE : Behaviour.DECIDES);
        assertThat(failure(authorizer(LONG_MS, 1), TO_BOB)).isEqualTo("could not be reached");
        assertThat(calls).hasValue(1);
        calls.set(0);
        assertThat(failure(authorizer(LONG_MS, 2), TO_BOB)).isEqualTo("could not be reached");
        assertThat(calls).hasValue(2);
        calls.set(0);
        assertThat(authorizer(LONG_MS, 3).check(TO_BOB).get().getAnswersCount()).isEqualTo(1);
    }

    @Test
    void aDecisionIsNotAskedAgain() throws Exception {
        server.forbid("acme/bob");
        assertThat(authorizer(LONG_MS, 5).check(TO_BOB).get().getAnswers(0).getEffect())
                .isEqualTo(Effect.EFFECT_FORBID);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void oneThatWasDownIsReachedAsSoonAsItIsBack() throws Exception {
        ExternalAuthorizer authorizer = authorizer(LONG_MS, 2);
        assertThat(authorizer.check(TO_BOB).get().getAnswersCount()).isEqualTo(1);
        server.stop();
        for (int i = 0; i < 8; i++) { // gRPC waits longer after each
            assertThat(failure(authorizer, TO_BOB)).isEqualTo("could not be reached");
        }
        server.start();
        assertThat(authorizer.check(TO_BOB).get().getAnswersCount()).isEqualTo(1);
    }

    @Test
    void behindTheBreakerOneThatIsDownIsNotAskedUntilItIsTriedAgain() {
        GuardedAuthorizer guarded = new GuardedAuthorizer(
                authorizer(LONG_MS, 1), GuardedAuthorizer.settings().build());
        server.stop();
        for (int i = 0; i < GuardedAuthorizer.LEAST; i++) {
            assertThat(failure(guarded, TO_BOB)).isEqualTo("could not be reached");
        }
        assertThat(failure(guarded, TO_BOB)).startsWith("is not asked for a moment");
        server.start();
        await().atMost(30, SECONDS)
                .until(() -> guarded.check(TO_BOB)
                        .handle((response, failure) -> failure == null)
                        .get());
        await().atMost(30, SECONDS).until(() -> {
            var unused = guarded.check(TO_BOB).get();
            return guarded.state() == 0;
        });
    }

    @Test
    void itIsTrustedByItsCertificateAloneAndSeesOurs() throws Exception {
        DevelopmentCertificate good = DevelopmentCertificate.in(directory.resolve("good"), InstantSource.system());
        DevelopmentCertificate other = DevelopmentCertificate.in(directory.resolve("other"), InstantSource.system());
        server.close();
        SslContext tls = GrpcSslContexts.forServer(
                        good.certificateFile().toFile(), good.privateKeyFile().toFile())
                .protocols("TLSv1.3")
                .clientAuth(ClientAuth.REQUIRE)
                .trustManager(InsecureTrustManagerFactory.INSTANCE) // any certificate, but one
                .build();
        server = new ReferenceServer(tls).start();
        assertThat(authorizer(secured(good.certificateFile(), other))
                        .check(TO_BOB)
                        .get()
                        .getAnswersCount())
                .isEqualTo(1);
        assertThat(failure(authorizer(secured(other.certificateFile(), other)), TO_BOB))
                .isEqualTo("could not be reached");
        assertThat(failure(authorizer(secured(good.certificateFile(), null)), TO_BOB))
                .isEqualTo("could not be reached");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aFileThatHoldsNoCertificateIsNamed() throws Exception {
        Path noise = Files.writeString(directory.resolve("noise.pem"), "no certificate");
        assertThatThrownBy(() -> authorizer(secured(noise, null)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(noise.toString());
    }

    private ExternalConfig secured(Path trust, @Nullable DevelopmentCertificate own) {
        return new ExternalConfig(
                "127.0.0.1",
                server.port(),
                Set.of("*"),
                Duration.ofMillis(LONG_MS),
                1,
                16,
                new ExternalConfig.Tls(
                        trust.toFile(),
                        own == null ? null : own.certificateFile().toFile(),
                        own == null ? null : own.privateKeyFile().toFile()));
    }

    private ExternalAuthorizer authorizer(long timeoutMs, int attempts) {
        return authorizer(SampleChecks.config(server, timeoutMs, attempts));
    }

    private ExternalAuthorizer authorizer(ExternalConfig config) {
        if (open != null) {
            open.close();
        }
        ExternalAuthorizer authorizer = GrpcAuthorizer.open(config);
        open = authorizer;
        return authorizer;
    }

    private static String failure(ExternalAuthorizer authorizer, CheckRequest request) {
        try {
            return "answered: " + authorizer.check(request).get();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(ExternalFailure.class);
            return String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
