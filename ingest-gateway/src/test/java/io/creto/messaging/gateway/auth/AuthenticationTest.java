package io.creto.messaging.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.SampleIdentity;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedAccessToken;
import io.creto.messaging.v1.Validity;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which tokens prove who calls, and by which records. */
class AuthenticationTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final long LEEWAY = 30_000;
    private static final AgentStatus ACTIVE = AgentStatus.AGENT_STATUS_ACTIVE;
    private static final SampleIdentity ALICE = SampleIdentity.of("acme/alice");
    private static final Authentication AUTHENTICATION = new Authentication("creto");

    @Test
    void aGoodTokenProvesItsAgentUntilTheTokenOrTheKeyEnds() {
        Proof proof = prove(ALICE.bearer("creto", NOW), standing(7, ACTIVE, from(1, NOW + 1000)));

        assertThat(proof)
                .isEqualTo(new Proof(
                        "acme/alice",
                        ALICE.key().publicKey().keyId().bytes(),
                        NOW + SampleIdentity.LIFE_MS,
                        7,
                        NOW + 1000,
                        false));
        assertThat(proof.admitsAt(NOW + 999)).isTrue();
        assertThat(proof.admitsAt(NOW + 1000)).as("the key has ended").isFalse();
        Proof lasting = proof.by(standing(8, ACTIVE, from(1, 0)).orElseThrow(), NOW);
        assertThat(lasting.version()).isEqualTo(8);
        assertThat(lasting.admitsAt(NOW + SampleIdentity.LIFE_MS - 1)).isTrue();
        assertThat(lasting.admitsAt(NOW + SampleIdentity.LIFE_MS))
                .as("the token has expired")
                .isFalse();
        assertThat(lasting.keyCountsAt(NOW + SampleIdentity.LIFE_MS))
                .as("open calls go on")
                .isTrue();
    }

    @Test
    void whoIsAdminOfItsFleetStandsInItsRecord() {
        IdentityRecord.Builder record = ALICE.record(1).toBuilder();
        record.getAgentBuilder().setRole(AgentRole.AGENT_ROLE_ADMIN);
        Standing admin = Standing.of(record.build());

        Proof proof = prove(ALICE.bearer("creto", NOW), Optional.of(admin));
        assertThat(new KnownCaller(ByteString.EMPTY, proof, 0).caller())
                .isEqualTo(new Caller.Agent("acme/alice", true));
        assertThat(proof.by(admin, NOW).admin()).isTrue();
        Proof member = prove(ALICE.bearer("creto", NOW), standing(1, ACTIVE, from(1, 0)));
        assertThat(new KnownCaller(ByteString.EMPTY, member, 0).caller()).isEqualTo(new Caller.Agent("acme/alice"));
    }

    static Stream<Arguments> timesAtTheEdge() {
        return Stream.of(
                arguments("the agent's clock is ahead by the leeway", NOW + LEEWAY, from(1, 0)),
                arguments("a millisecond before it expires", NOW - SampleIdentity.LIFE_MS + 1, from(1, 0)),
                arguments("the log's clock is ahead by the leeway", NOW, from(NOW + LEEWAY, 0)),
                arguments("a millisecond before the key ends", NOW, from(1, NOW + 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void timesAtTheEdge(String what, long issuedAtMs, Validity key) {
        assertThat(prove(ALICE.bearer("creto", issuedAtMs), standing(1, ACTIVE, key))
                        .agent())
                .isEqualTo("acme/alice");
    }

    static Stream<Arguments> refused() {
        String good = ALICE.bearer("creto", NOW);
        Optional<Standing> standing = standing(1, ACTIVE, from(1, 0));
        SignedAccessToken signed = ALICE.signed("creto", NOW);
        return Stream.of(
                arguments("UNKNOWN_SIGNER", good, Optional.empty()),
                arguments("SENDER_SUSPENDED", good, standing(1, AgentStatus.AGENT_STATUS_SUSPENDED, from(1, 0))),
                arguments("SENDER_REVOKED", good, standing(1, AgentStatus.AGENT_STATUS_REVOKED, from(1, 0))),
                arguments("KEY_NOT_VALID", ALICE.other().bearer("creto", NOW), standing),
                arguments("KEY_NOT_VALID", good, standing(1, ACTIVE, from(1, NOW))),
                arguments("KEY_NOT_VALID", good, standing(1, ACTIVE, from(NOW + LEEWAY + 1, 0))),
                arguments("DENIED", ALICE.bearer("elsewhere", NOW), standing),
                arguments("CLOCK_SKEW", ALICE.bearer("creto", NOW + LEEWAY + 1), standing),
                arguments("EXPIRED", ALICE.bearer("creto", NOW - SampleIdentity.LIFE_MS), standing),
                arguments("BAD_SIGNATURE_POST_QUANTUM", flipped(signed, 0), standing),
                arguments(
                        "BAD_SIGNATURE_CLASSICAL",
                        flipped(signed, signed.getSignature().size() - 1),
                        standing),
                arguments("BAD_SIGNATURE_BOTH", signedByAnother(signed), standing));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String reason, String header, Optional<Standing> standing) {
        assertThat(refusal(() -> prove(header, standing)))
                .isEqualTo(RejectionReason.valueOf("REJECTION_REASON_" + reason));
    }

    @Test
    void whatWasProvenEndsWithALaterRecord() {
        Proof proof = prove(ALICE.bearer("creto", NOW), standing(1, ACTIVE, from(1, 0)));
        Standing revoked =
                standing(2, AgentStatus.AGENT_STATUS_REVOKED, from(1, 0)).orElseThrow();
        Standing replaced = Standing.of(ALICE.other().record(2));

        assertThat(refusal(() -> proof.by(revoked, NOW))).isEqualTo(RejectionReason.REJECTION_REASON_SENDER_REVOKED);
        assertThat(refusal(() -> proof.by(replaced, NOW))).isEqualTo(RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
    }

    private static Proof prove(String header, Optional<Standing> standing) {
        return AUTHENTICATION.prove(BearerToken.parse(header), standing, NOW);
    }

    private static RejectionReason refusal(Runnable step) {
        return catchThrowableOfType(RefusedCallerException.class, step::run).reason();
    }

    private static Optional<Standing> standing(long version, AgentStatus status, Validity key) {
        return Optional.of(Standing.of(ALICE.record(version, status, key)));
    }

    private static Validity from(long fromMs, long untilMs) {
        return Validity.newBuilder().setFromMs(fromMs).setUntilMs(untilMs).build();
    }

    private static String flipped(SignedAccessToken signed, int index) {
        byte[] signature = signed.getSignature().toByteArray();
        signature[index] ^= 1;
        return SampleIdentity.bearer(
                signed.toBuilder().setSignature(ByteString.copyFrom(signature)).build());
    }

    /** Alice's token under Mallory's signature. */
    private static String signedByAnother(SignedAccessToken signed) {
        SignedAccessToken others = SampleIdentity.of("acme/mallory").signed("creto", NOW);
        return SampleIdentity.bearer(
                signed.toBuilder().setSignature(others.getSignature()).build());
    }
}
