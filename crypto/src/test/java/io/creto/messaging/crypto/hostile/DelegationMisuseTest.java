package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_BOTH;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_KEY_NOT_VALID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_NOT_DELEGATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.identity.VerifiedDelegation;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.SignedDelegation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Delegations that are used for, or made by, somebody or something else. */
final class DelegationMisuseTest {
    private static final KeyId GATEWAY_KEY_ID = Fixtures.GATEWAY_KEY.publicKey().keyId();
    private static final DelegationScope SEND = DelegationScope.DELEGATION_SCOPE_SEND;
    private static final long NOT_BEFORE = Fixtures.NOW;
    private static final long NOT_AFTER = Fixtures.NOW + 3_600_000;

    @Test
    void usedAsMeant() throws Exception {
        valid().check(Fixtures.ALICE, Fixtures.GATEWAY, GATEWAY_KEY_ID, SEND, NOT_BEFORE);
        valid().check(Fixtures.ALICE, Fixtures.GATEWAY, GATEWAY_KEY_ID, SEND, NOT_AFTER - 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = DelegationScope.class,
            names = {
                "DELEGATION_SCOPE_UNSPECIFIED",
                "DELEGATION_SCOPE_ACKNOWLEDGE",
                "DELEGATION_SCOPE_CHANNEL",
                "UNRECOGNIZED"
            })
    void wrongScope(DelegationScope scope) {
        assertNotDelegated(Fixtures.ALICE, Fixtures.GATEWAY, GATEWAY_KEY_ID, scope, NOT_BEFORE);
    }

    @ParameterizedTest
    @ValueSource(longs = {NOT_BEFORE - 1, NOT_AFTER, NOT_AFTER + 1, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void wrongTime(long atMs) {
        assertNotDelegated(Fixtures.ALICE, Fixtures.GATEWAY, GATEWAY_KEY_ID, SEND, atMs);
    }

    @Test
    void wrongAgent() {
        assertNotDelegated(Fixtures.BOB, Fixtures.GATEWAY, GATEWAY_KEY_ID, SEND, NOT_BEFORE);
    }

    @Test
    void wrongSigner() {
        assertNotDelegated(Fixtures.ALICE, Fixtures.MALLORY, GATEWAY_KEY_ID, SEND, NOT_BEFORE);
    }

    @Test
    void agentAndSignerExchanged() {
        assertNotDelegated(Fixtures.GATEWAY, Fixtures.ALICE, GATEWAY_KEY_ID, SEND, NOT_BEFORE);
    }

    @Test
    void wrongSignerKey() {
        KeyId other = Fixtures.MALLORY_KEY.publicKey().keyId();
        assertNotDelegated(Fixtures.ALICE, Fixtures.GATEWAY, other, SEND, NOT_BEFORE);
    }

    @Test
    void sameNamesInAnotherFleet() {
        AgentId alice = AgentId.of("other", "alice");
        AgentId gateway = AgentId.of("other", "gateway");
        assertNotDelegated(alice, gateway, GATEWAY_KEY_ID, SEND, NOT_BEFORE);
        assertNotDelegated(Fixtures.ALICE, gateway, GATEWAY_KEY_ID, SEND, NOT_BEFORE);
        assertNotDelegated(alice, Fixtures.GATEWAY, GATEWAY_KEY_ID, SEND, NOT_BEFORE);
    }

    @Test
    void acrossFleets() {
        assertMalformed(Fixtures.delegation().setSigner("other/gateway"));
        assertMalformed(Fixtures.delegation().setSigner("acme2/gateway"));
        assertMalformed(Fixtures.delegation().setAgent("acm/alice"));
    }

    @Test
    void toItself() {
        assertMalformed(Fixtures.delegation().setSigner(Fixtures.ALICE.toString()));
    }

    @Test
    void scopeMissingTwiceUnspecifiedOrUnknown() {
        assertMalformed(Fixtures.delegation().clearScopes());
        assertMalformed(Fixtures.delegation().addScopes(SEND));
        assertMalformed(Fixtures.delegation().addScopesValue(0));
        assertMalformed(Fixtures.delegation().addScopesValue(5));
        assertMalformed(Fixtures.delegation().addScopesValue(-1));
        assertMalformed(Fixtures.delegation().addScopesValue(Integer.MAX_VALUE));
    }

    @Test
    void lifeEmptyNegativeTooLongOrOverflowing() {
        assertMalformed(Fixtures.delegation().setNotAfterMs(NOT_BEFORE));
        assertMalformed(Fixtures.delegation().setNotAfterMs(NOT_BEFORE - 1));
        assertMalformed(Fixtures.delegation().setNotAfterMs(NOT_BEFORE + WireLimits.MAX_DELEGATION_LIFE_MS + 1));
        for (long time : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, WireLimits.MAX_TIME_MS + 1}) {
            assertMalformed(Fixtures.delegation().setNotBeforeMs(time));
            assertMalformed(Fixtures.delegation().setNotAfterMs(time));
        }
        assertMalformed(Fixtures.delegation().setNotBeforeMs(Long.MAX_VALUE).setNotAfterMs(Long.MIN_VALUE));
        assertMalformed(Fixtures.delegation().setNotBeforeMs(Long.MIN_VALUE).setNotAfterMs(Long.MAX_VALUE));
    }

    @Test
    void signedByAnotherKey() {
        ByteString bytes = Fixtures.delegation().build().toByteString();
        SignedDelegation forged = Fixtures.signedDelegation(bytes, Fixtures.MALLORY_KEY);
        assertThat(refusal(() -> verify(forged))).isEqualTo(REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @Test
    void signedByTheSignerItself() {
        ByteString bytes = Fixtures.delegation().build().toByteString();
        SignedDelegation forged = Fixtures.signedDelegation(bytes, Fixtures.GATEWAY_KEY);
        assertThat(refusal(() -> verify(forged))).isEqualTo(REJECTION_REASON_BAD_SIGNATURE_BOTH);
    }

    @Test
    void namingAnotherKey() {
        CompositePrivateKey other = Fixtures.MALLORY_KEY;
        ByteString bytes = Fixtures.delegation()
                .setAgentKeyId(other.publicKey().keyId().bytes())
                .build()
                .toByteString();
        assertThat(refusal(() -> verify(Fixtures.signedDelegation(bytes, other))))
                .isEqualTo(REJECTION_REASON_KEY_NOT_VALID);
    }

    @Test
    void signedForAnotherPurpose() {
        ByteString bytes = Fixtures.delegation().build().toByteString();
        for (SignatureContext context : SignatureContext.values()) {
            if (context != SignatureContext.DELEGATION) {
                SignedDelegation forged = SignedDelegation.newBuilder()
                        .setDelegation(bytes)
                        .setSignature(Fixtures.ALICE_KEY.sign(context, bytes, TestRandom.seeded(31)))
                        .build();
                assertThat(refusal(() -> verify(forged))).isEqualTo(REJECTION_REASON_BAD_SIGNATURE_BOTH);
            }
        }
    }

    private static VerifiedDelegation valid() throws WireException, VerificationException {
        return verify(Fixtures.signedDelegation(Fixtures.delegation().build().toByteString(), Fixtures.ALICE_KEY));
    }

    private static VerifiedDelegation verify(SignedDelegation signed) throws WireException, VerificationException {
        return Delegations.verify(signed, Fixtures.ALICE_KEY.publicKey());
    }

    private static void assertNotDelegated(
            AgentId agent, AgentId signer, KeyId signerKey, DelegationScope scope, long atMs) {
        assertThat(refusal(() -> valid().check(agent, signer, signerKey, scope, atMs)))
                .isEqualTo(REJECTION_REASON_NOT_DELEGATED);
    }

    /** The agent did sign it: only its form is wrong. */
    private static void assertMalformed(Delegation.Builder delegation) {
        ByteString bytes = delegation.build().toByteString();
        assertThat(refusal(() -> verify(Fixtures.signedDelegation(bytes, Fixtures.ALICE_KEY))))
                .isEqualTo(REJECTION_REASON_MALFORMED);
    }
}
