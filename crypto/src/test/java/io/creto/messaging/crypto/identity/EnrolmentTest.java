package io.creto.messaging.crypto.identity;

import static io.creto.messaging.crypto.identity.SampleAgents.AGENT;
import static io.creto.messaging.crypto.identity.SampleAgents.AGENT_KEY;
import static io.creto.messaging.crypto.identity.SampleAgents.RANDOM;
import static io.creto.messaging.crypto.identity.SampleAgents.SIGNER;
import static io.creto.messaging.crypto.identity.SampleAgents.SIGNER_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.RejectionReason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentTest {
    private final EnrolmentToken token = EnrolmentToken.generate(RANDOM);
    private final Enrol enrol = token.enrol(AGENT, AGENT_KEY, RANDOM);

    @Test
    void tokenBindsAgentAndKey() throws Exception {
        VerifiedEnrolment verified = VerifiedEnrolment.verify(AGENT, enrol);
        assertThat(verified.agent()).isEqualTo(AGENT);
        assertThat(verified.publicKey()).isEqualTo(AGENT_KEY.publicKey());
        assertThat(verified.tokenKeyId()).isEqualTo(token.keyId());
    }

    @Test
    void textFormGivesTheSameToken() throws WireException {
        String text = token.reveal();
        assertThat(text).startsWith("creto-token-v1.");
        assertThat(EnrolmentToken.parse("  " + text + "\n").keyId()).isEqualTo(token.keyId());
    }

    @Test
    void mistypedTokenIsToldFromAWrongOneAndNeverRepeated() {
        String text = token.reveal();
        char swapped = text.charAt(30) == 'A' ? 'B' : 'A';
        String mistyped = text.substring(0, 30) + swapped + text.substring(31);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> EnrolmentToken.parse(mistyped))
                .withMessage("enrolment_token: is mistyped: its checksum does not fit")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectionReason.REJECTION_REASON_MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "creto-token-v1.",
                "creto-token-v1.AAAA",
                "creto-token-v1.!!!",
                "creto-token-v2.AAAA"
            })
    void whatIsNoTokenIsRefused(String text) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> EnrolmentToken.parse(text))
                .satisfies(e -> assertThat(e.field()).isEqualTo("enrolment_token"));
    }

    @Test
    void enrolmentOfAnotherAgentIsRefused() {
        assertRefused(AgentId.of("acme", "other"), enrol, RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void enrolmentWithASwappedKeyIsRefused() {
        Enrol swapped =
                enrol.toBuilder().setPublicKey(SIGNER_KEY.publicKey().encoded()).build();
        assertRefused(AGENT, swapped, RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void tokenKeyThatDoesNotHashToItsIdIsRefused() {
        Enrol other = enrol.toBuilder()
                .setTokenPublicKey(EnrolmentToken.generate(RANDOM)
                        .enrol(AGENT, AGENT_KEY, RANDOM)
                        .getTokenPublicKey())
                .build();
        assertRefused(AGENT, other, RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void coSignatureOfAnotherTokenIsRefused() {
        Enrol other = EnrolmentToken.generate(RANDOM).enrol(AGENT, AGENT_KEY, RANDOM);
        Enrol mixed =
                enrol.toBuilder().setTokenSignature(other.getTokenSignature()).build();
        assertRefused(AGENT, mixed, RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @Test
    void keyReplacementIsBoundByTheNewKeyAndToTheOldOne() throws Exception {
        KeyId old = AGENT_KEY.publicKey().keyId();
        KeyBinding binding = KeyBinding.ofReplacement(AGENT, old, SIGNER_KEY, RANDOM);
        binding.verifyReplacement(AGENT, old, SIGNER_KEY.publicKey());
        assertReplacementRefused(binding, SIGNER, old, RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        assertReplacementRefused(binding, AGENT, token.keyId(), RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        KeyBinding forged = new KeyBinding(
                binding.bytes(),
                KeyBinding.ofReplacement(AGENT, old, AGENT_KEY, RANDOM).signature());
        assertReplacementRefused(forged, AGENT, old, RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    /** A replacement's proof, signed by the key it names, must not serve a token-less enrolment, nor the reverse. */
    @Test
    void replacementAndEnrolmentCannotBeExchanged() {
        KeyId old = AGENT_KEY.publicKey().keyId();
        KeyBinding replacement = KeyBinding.ofReplacement(AGENT, old, SIGNER_KEY, RANDOM);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> replacement.verifyEnrolment(AGENT, SIGNER_KEY.publicKey(), SIGNER_KEY.publicKey()));
        KeyBinding enrolment = KeyBinding.ofEnrolment(AGENT, SIGNER_KEY.publicKey(), SIGNER_KEY, RANDOM);
        assertReplacementRefused(enrolment, AGENT, old, RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void destroyedTokenShowsAndSignsNothing() throws WireException {
        EnrolmentToken spent = EnrolmentToken.parse(token.reveal());
        String secret = token.reveal().substring("creto-token-v1.".length());
        spent.destroy();
        assertThatIllegalStateException().isThrownBy(spent::reveal);
        assertThatIllegalStateException().isThrownBy(() -> spent.enrol(AGENT, AGENT_KEY, RANDOM));
        assertThat(token.toString())
                .doesNotContain(secret)
                .isEqualTo("EnrolmentToken["
                        + HexFormat.of().formatHex(token.keyId().bytes().toByteArray()) + "]");
    }

    private static void assertReplacementRefused(
            KeyBinding binding, AgentId agent, KeyId replaced, RejectionReason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> binding.verifyReplacement(agent, replaced, SIGNER_KEY.publicKey()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void assertRefused(AgentId sender, Enrol enrol, RejectionReason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> VerifiedEnrolment.verify(sender, enrol))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
