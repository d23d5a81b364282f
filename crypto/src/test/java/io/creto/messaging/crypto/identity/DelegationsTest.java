package io.creto.messaging.crypto.identity;

import static io.creto.messaging.crypto.identity.SampleAgents.AGENT;
import static io.creto.messaging.crypto.identity.SampleAgents.AGENT_KEY;
import static io.creto.messaging.crypto.identity.SampleAgents.NOW_MS;
import static io.creto.messaging.crypto.identity.SampleAgents.RANDOM;
import static io.creto.messaging.crypto.identity.SampleAgents.SIGNER;
import static io.creto.messaging.crypto.identity.SampleAgents.SIGNER_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedDelegation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DelegationsTest {
    private static final KeyId SIGNER_KEY_ID = SIGNER_KEY.publicKey().keyId();
    private static final long END_MS = NOW_MS + WireLimits.MAX_DELEGATION_LIFE_MS;

    private final Delegation delegation = Delegation.newBuilder()
            .setVersion(WireLimits.VERSION)
            .setSuite(WireLimits.SUITE)
            .setDelegationId(MessageId.create(NOW_MS, RANDOM).toByteString())
            .setAgent(AGENT.toString())
            .setAgentKeyId(AGENT_KEY.publicKey().keyId().bytes())
            .setSigner(SIGNER.toString())
            .setSignerKeyId(SIGNER_KEY_ID.bytes())
            .addScopes(DelegationScope.DELEGATION_SCOPE_SEND)
            .addScopes(DelegationScope.DELEGATION_SCOPE_ACKNOWLEDGE)
            .setNotBeforeMs(NOW_MS)
            .setNotAfterMs(END_MS)
            .build();
    private VerifiedDelegation verified;

    @BeforeEach
    void verify() throws Exception {
        SignedDelegation signed = Delegations.sign(delegation, AGENT_KEY, RANDOM);
        verified = Delegations.verify(signed, AGENT_KEY.publicKey());
    }

    @Test
    void permitsWhatItNames() throws VerificationException {
        verified.check(AGENT, SIGNER, SIGNER_KEY_ID, DelegationScope.DELEGATION_SCOPE_SEND, NOW_MS);
        verified.check(AGENT, SIGNER, SIGNER_KEY_ID, DelegationScope.DELEGATION_SCOPE_ACKNOWLEDGE, END_MS - 1);
        assertThat(verified.delegation()).isEqualTo(delegation);
    }

    @Test
    void permitsNothingElse() {
        DelegationScope send = DelegationScope.DELEGATION_SCOPE_SEND;
        AgentId other = AgentId.of("acme", "other");
        assertNotDelegated(AGENT, SIGNER, SIGNER_KEY_ID, DelegationScope.DELEGATION_SCOPE_RECEIVE, NOW_MS);
        assertNotDelegated(AGENT, SIGNER, SIGNER_KEY_ID, send, NOW_MS - 1);
        assertNotDelegated(AGENT, SIGNER, SIGNER_KEY_ID, send, END_MS);
        assertNotDelegated(other, SIGNER, SIGNER_KEY_ID, send, NOW_MS);
        assertNotDelegated(AGENT, other, SIGNER_KEY_ID, send, NOW_MS);
        assertNotDelegated(AGENT, SIGNER, AGENT_KEY.publicKey().keyId(), send, NOW_MS);
    }

    @Test
    void signatureOfAnotherKeyIsRefused() throws Exception {
        Delegation naming =
                delegation.toBuilder().setAgentKeyId(SIGNER_KEY_ID.bytes()).build();
        SignedDelegation forged = Delegations.sign(naming, SIGNER_KEY, RANDOM);
        assertRefused(forged, RejectionReason.REJECTION_REASON_KEY_NOT_VALID);
        assertRefused(
                forged.toBuilder().setDelegation(delegation.toByteString()).build(),
                RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @Test
    void delegationOutsideTheRulesIsNotSigned() {
        Delegation otherFleet = delegation.toBuilder().setSigner("other/host-7").build();
        Delegation tooLong = delegation.toBuilder().setNotAfterMs(END_MS + 1).build();
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> Delegations.sign(otherFleet, AGENT_KEY, RANDOM));
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> Delegations.sign(tooLong, AGENT_KEY, RANDOM));
        assertThatIllegalArgumentException().isThrownBy(() -> Delegations.sign(delegation, SIGNER_KEY, RANDOM));
    }

    private void assertNotDelegated(AgentId agent, AgentId signer, KeyId key, DelegationScope scope, long atMs) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verified.check(agent, signer, key, scope, atMs))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectionReason.REJECTION_REASON_NOT_DELEGATED));
    }

    private static void assertRefused(SignedDelegation signed, RejectionReason reason) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> Delegations.verify(signed, AGENT_KEY.publicKey()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
