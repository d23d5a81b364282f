package io.creto.messaging.crypto.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.identity.AccessTokens;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.sealing.EnvelopeOpener;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.SignedBatch;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

/** Anything valid survives: what is refused elsewhere is not refused for being unusual. */
final class RoundTripPropertyTest {
    private static final String SEED = "20262";
    private static final int TRIES = 100;

    @Provide
    Arbitrary<AgentId> agents() {
        Arbitrary<String> first = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofLength(1);
        Arbitrary<String> fleet =
                Arbitraries.strings().withCharRange('a', 'z').withChars("0189-").ofMaxLength(62);
        Arbitrary<String> name = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("0189-._")
                .ofMaxLength(126);
        return Combinators.combine(first, fleet, first, name).as((a, b, c, d) -> AgentId.of(a + b, c + d));
    }

    @Property(seed = SEED, tries = TRIES)
    void signaturesVerifyUnderEveryProviderForTheirContextOnly(
            @ForAll @Size(64) byte[] seed,
            @ForAll @Size(max = 2000) byte[] message,
            @ForAll SignatureContext made,
            @ForAll SignatureContext asked) {
        try (CompositePrivateKey key = CompositePrivateKey.fromSeed(seed)) {
            ByteString bytes = ByteString.copyFrom(message);
            ByteString signature = key.sign(made, bytes, TestRandom.seeded(50));
            for (CryptoBackend backend : Fixtures.backends()) {
                assertThat(Fixtures.under(backend, key)
                                .verify(asked, bytes, signature)
                                .isValid())
                        .isEqualTo(made == asked);
            }
        }
    }

    @Property(seed = SEED, tries = TRIES)
    void sealedPayloadsOpen(
            @ForAll @Size(64) byte[] seed,
            @ForAll @Size(max = 5000) byte[] payload,
            @ForAll("agents") AgentId sender,
            @ForAll("agents") AgentId recipient,
            @ForAll @LongRange(min = WireLimits.MIN_TTL_MS, max = WireLimits.MAX_TTL_MS) long ttl)
            throws Exception {
        try (DecapsulationKey key = DecapsulationKey.fromSeed(seed)) {
            EnvelopeHeader header = Fixtures.messageHeader()
                    .setSender(sender.toString())
                    .setRecipient(recipient.toString())
                    .setRecipientKeyId(key.keyId().bytes())
                    .setExpiresAtMs(Fixtures.NOW + ttl)
                    .build();
            assertThat(EnvelopeOpener.open(Fixtures.sealed(header, payload, key), key))
                    .isEqualTo(payload);
        }
    }

    @Property(seed = SEED, tries = TRIES)
    void batchesVerifyAndTheirEnvelopesByPath(
            @ForAll @IntRange(min = 1, max = WireLimits.MAX_BATCH_COUNT) int count,
            @ForAll @IntRange(min = 0, max = WireLimits.MAX_BATCH_COUNT - 1) int any)
            throws Exception {
        SignedBatch batch =
                BatchParser.signedBatch(Fixtures.batch(Fixtures.commands(count)).toByteString());
        VerifiedBatch verified = VerifiedBatch.verify(batch, Fixtures.ALICE_KEY.publicKey());
        VerifiedHeader header =
                VerifiedHeader.verify(batch.getHeader(), batch.getSignature(), Fixtures.ALICE_KEY.publicKey());
        int index = any % count;
        header.verifyEnvelope(batch.getEnvelopes(index), index, verified.path(index));
    }

    @Property(seed = SEED, tries = TRIES)
    void delegationsVerify(
            @ForAll("agents") AgentId agent,
            @ForAll("scopes") @NotEmpty Set<DelegationScope> scopes,
            @ForAll @LongRange(min = 1, max = WireLimits.MAX_DELEGATION_LIFE_MS) long life)
            throws Exception {
        AgentId signer = AgentId.of(agent.fleet(), agent.name().equals("x") ? "y" : "x");
        Delegation delegation = Fixtures.delegation()
                .setAgent(agent.toString())
                .setSigner(signer.toString())
                .clearScopes()
                .addAllScopes(scopes)
                .setNotAfterMs(Fixtures.NOW + life)
                .build();
        var signed = Delegations.sign(delegation, Fixtures.ALICE_KEY, TestRandom.seeded(51));
        var verified = Delegations.verify(signed, Fixtures.ALICE_KEY.publicKey());
        for (DelegationScope scope : scopes) {
            verified.check(agent, signer, Fixtures.GATEWAY_KEY.publicKey().keyId(), scope, Fixtures.NOW + life - 1);
        }
    }

    @Provide
    Arbitrary<Set<DelegationScope>> scopes() {
        return Arbitraries.of(
                        DelegationScope.DELEGATION_SCOPE_SEND,
                        DelegationScope.DELEGATION_SCOPE_ACKNOWLEDGE,
                        DelegationScope.DELEGATION_SCOPE_CHANNEL,
                        DelegationScope.DELEGATION_SCOPE_RECEIVE)
                .set()
                .ofMinSize(1);
    }

    @Property(seed = SEED, tries = TRIES)
    void accessTokensVerify(
            @ForAll("agents") AgentId agent, @ForAll @LongRange(min = 1, max = WireLimits.MAX_TOKEN_LIFE_MS) long life)
            throws Exception {
        AccessToken token = Fixtures.accessToken()
                .setAgent(agent.toString())
                .setExpiresAtMs(Fixtures.NOW + life)
                .build();
        var signed = AccessTokens.sign(token, Fixtures.ALICE_KEY, TestRandom.seeded(52));
        assertThat(AccessTokens.verify(
                        signed, Fixtures.ALICE_KEY.publicKey(), Fixtures.AUDIENCE, Fixtures.NOW + life - 1, 0))
                .isEqualTo(token);
    }
}
