package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.ALICE;
import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.NOW;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.UNSUPPORTED;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.EnrolmentBinding;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedAccessToken;
import io.creto.messaging.v1.SignedDelegation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What agents sign besides batches. */
class DelegationAndTokenParserTest {
    private static final long DELEGATION_LIFE = WireLimits.MAX_DELEGATION_LIFE_MS;
    private static final long TOKEN_LIFE = WireLimits.MAX_TOKEN_LIFE_MS;

    private static Delegation.Builder delegation() {
        return WireSamples.delegation();
    }

    private static AccessToken.Builder token() {
        return WireSamples.token();
    }

    private static EnrolmentBinding.Builder binding() {
        return WireSamples.binding(ALICE);
    }

    static List<Arguments> refusedDelegations() {
        return List.of(
                arguments(delegation().setVersion(2), UNSUPPORTED, "version"),
                arguments(delegation().setSuite(0x11), UNSUPPORTED, "suite"),
                arguments(delegation().setDelegationId(bytes(16)), MALFORMED, "delegation_id"),
                arguments(delegation().setAgent("alice"), MALFORMED, "agent"),
                arguments(delegation().setSigner("acme/"), MALFORMED, "signer"),
                arguments(delegation().setSigner(ALICE), MALFORMED, "signer"),
                arguments(delegation().setSigner("acme2/host-7"), MALFORMED, "signer"),
                arguments(delegation().setSigner("acm/host-7"), MALFORMED, "signer"),
                arguments(delegation().setAgentKeyId(bytes(3)), MALFORMED, "agent_key_id"),
                arguments(delegation().setSignerKeyId(bytes(17)), UNSUPPORTED, "signer_key_id"),
                arguments(delegation().addScopes(DelegationScope.DELEGATION_SCOPE_SEND), MALFORMED, "scopes"),
                arguments(delegation().addScopes(DelegationScope.DELEGATION_SCOPE_UNSPECIFIED), MALFORMED, "scopes"),
                arguments(delegation().addScopesValue(5), MALFORMED, "scopes"),
                arguments(delegation().setNotBeforeMs(-1), MALFORMED, "not_before_ms"),
                arguments(delegation().setNotAfterMs(NOW), MALFORMED, "not_after_ms"),
                arguments(delegation().setNotAfterMs(NOW - 1), MALFORMED, "not_after_ms"),
                arguments(delegation().setNotAfterMs(NOW + DELEGATION_LIFE + 1), MALFORMED, "not_after_ms"),
                arguments(delegation().setNotAfterMs(Long.MIN_VALUE), MALFORMED, "not_after_ms"),
                arguments(delegation().setNotAfterMs(Long.MAX_VALUE), MALFORMED, "not_after_ms"));
    }

    static List<Arguments> refusedTokens() {
        return List.of(
                arguments(token().setVersion(9), UNSUPPORTED, "version"),
                arguments(token().setSuite(9), UNSUPPORTED, "suite"),
                arguments(token().setAgent("acme/alice/x"), MALFORMED, "agent"),
                arguments(token().setAgentKeyId(bytes(16)), MALFORMED, "agent_key_id"),
                arguments(token().setAudience(text(256)), TOO_LARGE, "audience"),
                arguments(token().setAudience("a\nb"), MALFORMED, "audience"),
                arguments(token().setIssuedAtMs(-1), MALFORMED, "issued_at_ms"),
                arguments(token().setExpiresAtMs(NOW), MALFORMED, "expires_at_ms"),
                arguments(token().setExpiresAtMs(NOW + TOKEN_LIFE + 1), MALFORMED, "expires_at_ms"),
                arguments(token().setExpiresAtMs(Long.MIN_VALUE), MALFORMED, "expires_at_ms"),
                arguments(token().setTokenId(bytes(16)), MALFORMED, "token_id"));
    }

    @ParameterizedTest
    @MethodSource("refusedDelegations")
    void refusesOtherDelegations(Delegation.Builder delegation, RejectionReason reason, String field) {
        var bytes = delegation.build().toByteString();
        assertRefused(() -> DelegationParser.delegation(bytes), reason, "delegation." + field);
        SignedDelegation signed =
                WireSamples.signedDelegation().setDelegation(bytes).build();
        assertRefused(() -> DelegationParser.signed(signed.toByteString()), reason, "delegation." + field);
    }

    @ParameterizedTest
    @MethodSource("refusedTokens")
    void refusesOtherTokens(AccessToken.Builder token, RejectionReason reason, String field) {
        var bytes = token.build().toByteString();
        assertRefused(() -> TokenParser.token(bytes), reason, "access_token." + field);
        SignedAccessToken signed = SignedAccessToken.newBuilder()
                .setToken(bytes)
                .setSignature(Values.signature())
                .build();
        assertRefused(() -> TokenParser.signed(signed.toByteString()), reason, "access_token." + field);
    }

    @Test
    void acceptsTheShortestLivesAndAllScopes() throws WireException {
        Delegation delegation = delegation()
                .setNotAfterMs(NOW + 1)
                .addScopes(DelegationScope.DELEGATION_SCOPE_ACKNOWLEDGE)
                .addScopes(DelegationScope.DELEGATION_SCOPE_CHANNEL)
                .addScopes(DelegationScope.DELEGATION_SCOPE_RECEIVE)
                .build();
        assertThat(DelegationParser.delegation(delegation.toByteString())).isEqualTo(delegation);
        AccessToken token =
                token().setExpiresAtMs(NOW + 1).setAudience(text(255)).build();
        assertThat(TokenParser.token(token.toByteString())).isEqualTo(token);
    }

    @Test
    void refusesOtherSignatureLengths() {
        var delegation =
                WireSamples.signedDelegation().setSignature(bytes(3372)).build();
        assertRefused(
                () -> DelegationParser.signed(delegation.toByteString()), MALFORMED, "signed_delegation.signature");
        var token = SignedAccessToken.newBuilder()
                .setToken(token().build().toByteString())
                .setSignature(bytes(3374))
                .build();
        assertRefused(() -> TokenParser.signed(token.toByteString()), MALFORMED, "signed_access_token.signature");
    }

    @Test
    void refusesOtherBindings() throws WireException {
        EnrolmentBinding replacement = WireSamples.replacement(ALICE).build();
        assertThat(EnrolmentParser.binding(replacement.toByteString())).isEqualTo(replacement);
        assertBindingRefused(binding().setVersion(2), UNSUPPORTED, "version");
        assertBindingRefused(binding().setSuite(2), UNSUPPORTED, "suite");
        assertBindingRefused(binding().clearSuite(), MALFORMED, "suite");
        assertBindingRefused(binding().setAgent("alice"), MALFORMED, "agent");
        assertBindingRefused(binding().setPublicKey(bytes(1983)), MALFORMED, "public_key");
        assertBindingRefused(binding().setPublicKey(bytes(1985)), MALFORMED, "public_key");
        assertBindingRefused(binding().setReplacedKeyId(bytes(16)), MALFORMED, "replaced_key_id");
        assertBindingRefused(binding().setReplacedKeyId(bytes(17)), UNSUPPORTED, "replaced_key_id");
    }

    private static void assertBindingRefused(EnrolmentBinding.Builder binding, RejectionReason reason, String field) {
        var bytes = binding.build().toByteString();
        assertRefused(() -> EnrolmentParser.binding(bytes), reason, "enrolment_binding." + field);
    }
}
