package io.creto.messaging.crypto.hostile;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.BatchSigner;
import io.creto.messaging.crypto.identity.EnrolmentToken;
import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.internal.CryptoBackends;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.sealing.EnvelopeSealer;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.crypto.signature.SignatureInternals;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Redrive;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SignedAccessToken;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SignedDelegation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Valid samples from fixed seeds: what the tests then break. */
final class Fixtures {
    static final long NOW = 1_790_000_000_000L;
    static final String AUDIENCE = "messaging.example";

    static final AgentId ALICE = AgentId.of("acme", "alice");
    static final AgentId BOB = AgentId.of("acme", "bob");
    static final AgentId GATEWAY = AgentId.of("acme", "gateway");
    static final AgentId MALLORY = AgentId.of("acme", "mallory");

    static final byte[] ALICE_SEED = seed(1, CompositePrivateKey.SEED_BYTES);
    static final CompositePrivateKey ALICE_KEY = CompositePrivateKey.fromSeed(ALICE_SEED);
    static final CompositePrivateKey GATEWAY_KEY = compositeKey(2);
    static final CompositePrivateKey MALLORY_KEY = compositeKey(3);
    static final DecapsulationKey BOB_KEM = DecapsulationKey.fromSeed(seed(4, DecapsulationKey.SEED_BYTES));
    static final DecapsulationKey CAROL_KEM = DecapsulationKey.fromSeed(seed(5, DecapsulationKey.SEED_BYTES));
    static final EnrolmentToken TOKEN = EnrolmentToken.generate(TestRandom.seeded(6));

    private Fixtures() {}

    static byte[] seed(int number, int bytes) {
        byte[] seed = new byte[bytes];
        Arrays.fill(seed, (byte) number);
        return seed;
    }

    static CompositePrivateKey compositeKey(int number) {
        return CompositePrivateKey.fromSeed(seed(number, CompositePrivateKey.SEED_BYTES));
    }

    /** Every provider that loads here; the reference comes first. */
    static List<CryptoBackend> backends() {
        return Stream.concat(Stream.of(CryptoBackends.bouncyCastle()), CryptoBackends.corretto().stream())
                .toList();
    }

    /** The public half of a key, verifying under this provider. */
    static CompositePublicKey under(CryptoBackend backend, CompositePrivateKey key) {
        try {
            return SignatureInternals.parse(key.publicKey().encoded(), backend);
        } catch (VerificationException e) {
            throw new AssertionError("a generated key was refused", e);
        }
    }

    static ByteString id(int number) {
        return MessageId.create(NOW, TestRandom.seeded(1000 + number)).toByteString();
    }

    /** Of a message from Alice to Bob. */
    static EnvelopeHeader.Builder messageHeader() {
        return EnvelopeHeader.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setMessageId(id(0))
                .setSender(ALICE.toString())
                .setKind(MessageKind.MESSAGE_KIND_MESSAGE)
                .setLane(Lane.LANE_NORMAL)
                .setRecipient(BOB.toString())
                .setRecipientKeyId(BOB_KEM.keyId().bytes())
                .setCreatedAtMs(NOW)
                .setExpiresAtMs(NOW + WireLimits.DEFAULT_TTL_MS)
                .setReport(Report.REPORT_NONE);
    }

    /** Sealed by Alice to Bob. */
    static Envelope sealed(String payload) {
        return sealed(messageHeader().build(), payload.getBytes(StandardCharsets.UTF_8), BOB_KEM);
    }

    static Envelope sealed(EnvelopeHeader header, byte[] payload, DecapsulationKey recipient) {
        try {
            return new EnvelopeSealer(TestRandom.seeded(Arrays.hashCode(payload)))
                    .seal(header, payload, recipient.encapsulationKey());
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    /** A small envelope: a command of Alice. */
    static Envelope command(int number) {
        EnvelopeHeader header = messageHeader()
                .setMessageId(id(number))
                .setKind(MessageKind.MESSAGE_KIND_REDRIVE)
                .setSystem(true)
                .clearRecipientKeyId()
                .build();
        Redrive body = Redrive.newBuilder()
                .setSender(BOB.toString())
                .setMessageId(id(number + 1))
                .build();
        return Envelope.newBuilder()
                .setHeader(header.toByteString())
                .setBody(body.toByteString())
                .build();
    }

    static List<Envelope> commands(int count) {
        return IntStream.range(0, count).mapToObj(Fixtures::command).toList();
    }

    /** Signed by Alice. */
    static SignedBatch batch(List<Envelope> envelopes) {
        return batch(ALICE, ALICE_KEY, envelopes);
    }

    static SignedBatch batch(AgentId signer, CompositePrivateKey key, List<Envelope> envelopes) {
        var position = new BatchSigner.Position(
                MessageId.create(NOW, TestRandom.seeded(envelopes.size())), 1, 1, Lane.LANE_NORMAL, NOW);
        try {
            return new BatchSigner(signer, key, TestRandom.seeded(7)).sign(position, envelopes);
        } catch (WireException e) {
            throw new IllegalArgumentException("a fixture must be valid", e);
        }
    }

    /** From Alice to the gateway, valid for an hour from now. */
    static Delegation.Builder delegation() {
        return Delegation.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setDelegationId(id(1))
                .setAgent(ALICE.toString())
                .setAgentKeyId(ALICE_KEY.publicKey().keyId().bytes())
                .setSigner(GATEWAY.toString())
                .setSignerKeyId(GATEWAY_KEY.publicKey().keyId().bytes())
                .addScopes(DelegationScope.DELEGATION_SCOPE_SEND)
                .addScopes(DelegationScope.DELEGATION_SCOPE_RECEIVE)
                .setNotBeforeMs(NOW)
                .setNotAfterMs(NOW + 3_600_000);
    }

    /** Signed without any check of the form, as an attacker would. */
    static SignedDelegation signedDelegation(ByteString delegation, CompositePrivateKey key) {
        return SignedDelegation.newBuilder()
                .setDelegation(delegation)
                .setSignature(key.sign(SignatureContext.DELEGATION, delegation, TestRandom.seeded(8)))
                .build();
    }

    /** Of Alice, valid for a minute from now. */
    static AccessToken.Builder accessToken() {
        return AccessToken.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setAgent(ALICE.toString())
                .setAgentKeyId(ALICE_KEY.publicKey().keyId().bytes())
                .setAudience(AUDIENCE)
                .setIssuedAtMs(NOW)
                .setExpiresAtMs(NOW + 60_000)
                .setTokenId(id(2));
    }

    /** Signed without any check of the form, as an attacker would. */
    static SignedAccessToken signedToken(ByteString token, CompositePrivateKey key) {
        return SignedAccessToken.newBuilder()
                .setToken(token)
                .setSignature(key.sign(SignatureContext.TOKEN, token, TestRandom.seeded(9)))
                .build();
    }

    /** Alice enrols with her key and the token. */
    static Enrol enrolment() {
        return TOKEN.enrol(ALICE, ALICE_KEY, TestRandom.seeded(10));
    }
}
