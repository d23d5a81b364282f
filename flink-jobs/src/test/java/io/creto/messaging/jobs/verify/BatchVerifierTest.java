package io.creto.messaging.jobs.verify;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.HOST;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.between;
import static io.creto.messaging.jobs.SampleAgents.since;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.verify.BatchVerification.Refused;
import io.creto.messaging.jobs.verify.BatchVerification.Unknown;
import io.creto.messaging.jobs.verify.BatchVerification.Verified;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.StatusInterval;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchVerifierTest {
    private static final int ML_DSA_BYTES = 3309;
    private static final Envelope HELLO = SampleEnvelopes.message(ALICE.id(), "acme/bob");

    private final BatchVerifier verifier = new BatchVerifier();

    @Test
    void acceptsABatchOfAnActiveSignerWithACurrentKey() throws Exception {
        var verification = verify(ALICE.batch(1, HELLO), NOW, record(ALICE.record(1)));
        assertThat(verification).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.enrolment()).isFalse();
            assertThat(verified.headers().get(0).getSender()).isEqualTo(ALICE.id());
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void refusesForGood(
            RejectionReason reason, String why, SignedBatch batch, long ingestTimeMs, IdentityRecord.Builder record)
            throws Exception {
        assertThat(verify(batch, ingestTimeMs, record(record)))
                .as(why)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    static Stream<Arguments> refusals() {
        SignedBatch good = ALICE.batch(1, HELLO);
        IdentityRecord.Builder known = ALICE.record(1);
        long skew = WireLimits.MAX_CLOCK_SKEW_MS;
        return Stream.of(
                arguments(
                        reason("MALFORMED"),
                        "a header of noise",
                        good.toBuilder().setHeader(SampleAgents.bytes(90)).build(),
                        NOW,
                        known),
                arguments(
                        reason("MALFORMED"),
                        "the lane of another topic",
                        ALICE.batch(1, 1, Lane.LANE_BULK, NOW, HELLO),
                        NOW,
                        known),
                arguments(
                        reason("MALFORMED"),
                        "an envelope that nobody can read",
                        ALICE.batch(1, HELLO, noise()),
                        NOW,
                        known),
                arguments(
                        reason("MALFORMED"),
                        "an enrolment among others",
                        ALICE.batch(1, SampleEnvelopes.enrolment(ALICE.agent(), ALICE.key()), HELLO),
                        NOW,
                        known),
                arguments(
                        reason("MALFORMED"),
                        "an enrolment that another signs",
                        HOST.batch(1, SampleEnvelopes.enrolment(ALICE.agent(), HOST.key())),
                        NOW,
                        known),
                arguments(reason("CLOCK_SKEW"), "signed too long before", good, NOW + skew + 1, known),
                arguments(reason("CLOCK_SKEW"), "signed too long after", good, NOW - skew - 1, known),
                arguments(
                        reason("SENDER_SUSPENDED"), "suspended", good, NOW, status(AgentStatus.AGENT_STATUS_SUSPENDED)),
                arguments(reason("SENDER_REVOKED"), "revoked", good, NOW, status(AgentStatus.AGENT_STATUS_REVOKED)),
                arguments(reason("KEY_NOT_VALID"), "a key that has ended", good, NOW, keyValid(between(NOW - 9, NOW))),
                arguments(reason("KEY_NOT_VALID"), "a key that has not begun", good, NOW, keyValid(since(NOW + 1))),
                arguments(
                        reason("ROOT_MISMATCH"),
                        "an exchanged envelope",
                        good.toBuilder()
                                .setEnvelopes(0, SampleEnvelopes.message(ALICE.id(), "acme/eve"))
                                .build(),
                        NOW,
                        known),
                arguments(
                        reason("BAD_SIGNATURE_POST_QUANTUM"), "a bit of the first half", flipped(good, 0), NOW, known),
                arguments(
                        reason("BAD_SIGNATURE_CLASSICAL"),
                        "a bit of the second half",
                        flipped(good, ML_DSA_BYTES),
                        NOW,
                        known),
                arguments(
                        reason("BAD_SIGNATURE_BOTH"),
                        "another batch's signature",
                        good.toBuilder()
                                .setSignature(ALICE.batch(2, HELLO).getSignature())
                                .build(),
                        NOW,
                        known));
    }

    @Test
    void decidesAtTheEdgeByIngestTime() throws Exception {
        SignedBatch batch = ALICE.batch(1, HELLO);
        assertThat(verify(batch, NOW, record(keyValid(between(NOW, NOW + 1))))).isInstanceOf(Verified.class);
        assertThat(verify(batch, NOW + WireLimits.MAX_CLOCK_SKEW_MS, record(ALICE.record(1))))
                .isInstanceOf(Verified.class);
        var later = ALICE.record(2);
        later.getAgentBuilder().getStatusesBuilder(0).setValidity(between(NOW - 9, NOW + 10));
        later.getAgentBuilder()
                .addStatuses(StatusInterval.newBuilder()
                        .setStatus(AgentStatus.AGENT_STATUS_REVOKED)
                        .setValidity(since(NOW + 10)));
        assertThat(verify(batch, NOW + 9, record(later))).isInstanceOf(Verified.class);
        assertThat(verify(batch, NOW + 10, record(later))).isInstanceOf(Refused.class);
    }

    @Test
    void waitsForASignerOrAKeyThatMayBecomeKnown() throws Exception {
        SignedBatch batch = ALICE.batch(1, HELLO);
        assertThat(verify(batch, NOW, Optional.empty()))
                .isInstanceOfSatisfying(
                        Unknown.class, unknown -> assertThat(unknown.reason()).isEqualTo(reason("UNKNOWN_SIGNER")));
        var next = new SampleAgents(ALICE.agent(), CompositePrivateKey.generate(SampleAgents.RANDOM));
        assertThat(verify(next.batch(1, HELLO), NOW, record(ALICE.record(1))))
                .isInstanceOfSatisfying(
                        Unknown.class, unknown -> assertThat(unknown.reason()).isEqualTo(reason("KEY_NOT_VALID")));
    }

    @Test
    void verifiesAnEnrolmentWithTheKeyItCarries() throws Exception {
        var newcomer =
                new SampleAgents(AgentId.of("acme", "newcomer"), CompositePrivateKey.generate(SampleAgents.RANDOM));
        SignedBatch batch = newcomer.batch(1, SampleEnvelopes.enrolment(newcomer.agent(), newcomer.key()));
        assertThat(verify(batch, NOW, Optional.empty()))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.enrolment()).isTrue());

        var thief = new SampleAgents(newcomer.agent(), HOST.key());
        SignedBatch stolen = thief.batch(1, SampleEnvelopes.enrolment(newcomer.agent(), newcomer.key()));
        assertThat(verify(stolen, NOW, Optional.empty()))
                .as("a key that the signer does not hold")
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason("KEY_NOT_VALID")));
    }

    @Test
    void everySingleChangedByteOfHeaderOrSignatureIsRefused() throws Exception {
        SignedBatch good = ALICE.batch(1, HELLO);
        var record = record(ALICE.record(1));
        var random = SampleAgents.seeded(11);
        for (int i = 0; i < 200; i++) {
            SignedBatch.Builder changed = good.toBuilder();
            if (random.nextBoolean()) {
                changed.setHeader(
                        flip(good.getHeader(), random.nextInt(good.getHeader().size())));
            } else {
                changed.setSignature(flip(
                        good.getSignature(), random.nextInt(good.getSignature().size())));
            }
            assertThat(verify(changed.build(), NOW, record)).isNotInstanceOf(Verified.class);
        }
    }

    private BatchVerification verify(SignedBatch batch, long ingestTimeMs, Optional<SignerRecord> record) {
        return verifier.verify(batch, Lane.LANE_NORMAL, ingestTimeMs, record);
    }

    private static Optional<SignerRecord> record(IdentityRecord.Builder record) throws WireException {
        IdentityShare own = IdentityShares.of(record.build()).get(0);
        return Optional.of(new SignerRecord(own));
    }

    private static RejectionReason reason(String name) {
        return RejectionReason.valueOf("REJECTION_REASON_" + name);
    }

    private static IdentityRecord.Builder status(AgentStatus status) {
        var record = ALICE.record(1);
        record.getAgentBuilder().getStatusesBuilder(0).setStatus(status);
        return record;
    }

    private static IdentityRecord.Builder keyValid(io.creto.messaging.v1.Validity validity) {
        var record = ALICE.record(1);
        record.getAgentBuilder().getKeysBuilder(0).setValidity(validity);
        return record;
    }

    private static Envelope noise() {
        return Envelope.newBuilder()
                .setHeader(SampleAgents.bytes(80))
                .setBody(SampleAgents.bytes(80))
                .build();
    }

    private static SignedBatch flipped(SignedBatch batch, int index) {
        return batch.toBuilder().setSignature(flip(batch.getSignature(), index)).build();
    }

    private static ByteString flip(ByteString bytes, int index) {
        byte[] changed = bytes.toByteArray();
        changed[index] ^= 1;
        return ByteString.copyFrom(changed);
    }
}
