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
    void keyReplacementIsBoundByTheNewKey() throws Exception {
        KeyBinding binding = KeyBinding.sign(SIGNER, SIGNER_KEY.publicKey(), SIGNER_KEY, RANDOM);
        binding.verify(SIGNER, SIGNER_KEY.publicKey(), SIGNER_KEY.publicKey());
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> binding.verify(SIGNER, SIGNER_KEY.publicKey(), AGENT_KEY.publicKey()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH));
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

    private static void assertRefused(AgentId sender, Enrol enrol, RejectionReason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> VerifiedEnrolment.verify(sender, enrol))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
