package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_KEY_NOT_VALID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.identity.VerifiedEnrolment;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.Enrol;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Enrolments of another agent, key or token. */
final class EnrolmentMisuseTest {
    private static final Enrol VALID = Fixtures.enrolment();
    private static final Enrol OF_MALLORY =
            Fixtures.TOKEN.enrol(Fixtures.MALLORY, Fixtures.MALLORY_KEY, TestRandom.seeded(32));

    @Test
    void usedAsMeant() throws Exception {
        VerifiedEnrolment enrolment = VerifiedEnrolment.verify(Fixtures.ALICE, VALID);
        assertThat(enrolment.publicKey()).isEqualTo(Fixtures.ALICE_KEY.publicKey());
        assertThat(enrolment.tokenKeyId()).isEqualTo(Fixtures.TOKEN.keyId());
    }

    static List<AgentId> others() {
        return List.of(Fixtures.MALLORY, AgentId.of("other", "alice"), AgentId.of("acme", "alice2"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anotherAgent(AgentId sender) {
        assertRefused(sender, VALID, REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void keySwapped() {
        Enrol swapped =
                VALID.toBuilder().setPublicKey(OF_MALLORY.getPublicKey()).build();
        assertRefused(Fixtures.ALICE, swapped, REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void bindingOfAnotherEnrolmentWithTheSameToken() {
        Enrol swapped = VALID.toBuilder().setBinding(OF_MALLORY.getBinding()).build();
        assertRefused(Fixtures.ALICE, swapped, REJECTION_REASON_KEY_NOT_VALID);
        Enrol signatureToo = swapped.toBuilder()
                .setTokenSignature(OF_MALLORY.getTokenSignature())
                .build();
        assertRefused(Fixtures.ALICE, signatureToo, REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void signatureOfAnotherEnrolmentWithTheSameToken() {
        Enrol swapped = VALID.toBuilder()
                .setTokenSignature(OF_MALLORY.getTokenSignature())
                .build();
        assertRefused(Fixtures.ALICE, swapped, REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @Test
    void tokenKeyThatDoesNotHashToItsId() {
        EnrolmentToken other = EnrolmentToken.generate(TestRandom.seeded(33));
        Enrol ofOther = other.enrol(Fixtures.ALICE, Fixtures.ALICE_KEY, TestRandom.seeded(34));
        Enrol claimed = ofOther.toBuilder()
                .setTokenKeyId(Fixtures.TOKEN.keyId().bytes())
                .build();
        assertRefused(Fixtures.ALICE, claimed, REJECTION_REASON_KEY_NOT_VALID);
        Enrol keyExchanged =
                VALID.toBuilder().setTokenPublicKey(ofOther.getTokenPublicKey()).build();
        assertRefused(Fixtures.ALICE, keyExchanged, REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void coSignedByTheNewKeyItself() {
        ByteString signature =
                Fixtures.ALICE_KEY.sign(SignatureContext.ENROL, VALID.getBinding(), TestRandom.seeded(35));
        Enrol forged = VALID.toBuilder().setTokenSignature(signature).build();
        assertRefused(Fixtures.ALICE, forged, REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @Test
    void keyOfLowOrder() {
        ByteString key = VALID.getPublicKey();
        ByteString lowOrder =
                key.substring(0, key.size() - 32).concat(ByteString.copyFrom(Edwards25519.IDENTITY.encode()));
        assertRefused(Fixtures.ALICE, VALID.toBuilder().setPublicKey(lowOrder).build(), REJECTION_REASON_KEY_NOT_VALID);
        assertRefused(
                Fixtures.ALICE, VALID.toBuilder().setTokenPublicKey(lowOrder).build(), REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void nothingInIt() {
        assertRefused(Fixtures.ALICE, Enrol.getDefaultInstance(), REJECTION_REASON_KEY_NOT_VALID);
        assertRefused(Fixtures.ALICE, VALID.toBuilder().clearBinding().build(), REJECTION_REASON_MALFORMED);
        assertRefused(
                Fixtures.ALICE, VALID.toBuilder().clearTokenSignature().build(), REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "creto-token-v1.",
                "creto-token-v2.AAAA",
                "creto-token-v1.AAAA",
                "creto-token-v1.====",
                "creto-token-v1.\u0000",
                "\uD800"
            })
    void textThatIsNoToken(String text) {
        assertThat(refusal(() -> EnrolmentToken.parse(text))).isEqualTo(REJECTION_REASON_MALFORMED);
    }

    @Test
    void everyCharacterOfATokensTextMistyped() {
        String text = Fixtures.TOKEN.reveal();
        for (int at = 0; at < text.length(); at++) {
            char other = text.charAt(at) == 'A' ? 'B' : 'A';
            String mistyped = text.substring(0, at) + other + text.substring(at + 1);
            assertThat(refusal(() -> EnrolmentToken.parse(mistyped)))
                    .as("character %d", at)
                    .isEqualTo(REJECTION_REASON_MALFORMED);
            String cut = text.substring(0, at);
            assertThat(refusal(() -> EnrolmentToken.parse(cut))).isEqualTo(REJECTION_REASON_MALFORMED);
        }
    }

    private static void assertRefused(AgentId sender, Enrol enrol, Enum<?> expected) {
        assertThat(refusal(() -> VerifiedEnrolment.verify(sender, enrol))).isEqualTo(expected);
    }
}
