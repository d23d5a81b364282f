package io.creto.messaging.client.internal.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.ReceiveFailure;
import io.creto.messaging.client.SampleAgent;
import io.creto.messaging.client.SampleFleet;
import io.creto.messaging.client.SampleMessages;
import io.creto.messaging.client.UnknownAgentException;
import io.creto.messaging.client.internal.keys.EvidenceVerifier;
import io.creto.messaging.client.internal.keys.VerifiedAgent;
import io.creto.messaging.client.internal.receive.Verification.Opened;
import io.creto.messaging.client.internal.receive.Verification.Refused;
import io.creto.messaging.client.internal.receive.Verification.Undecided;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.SealedBody;
import io.creto.messaging.v1.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each way in which a delivered message can be wrong has its own typed reason. */
class MessageVerifierTest {
    private static final long NOW = SampleAgent.NOW;

    private final SampleFleet fleet = new SampleFleet();
    private final SampleAgent alice = fleet.alice();
    private final SampleAgent bob = fleet.bob();
    private final SampleMessages messages = new SampleMessages(alice, bob);
    private final Map<KeyId, DecapsulationKey> keys =
            new HashMap<>(Map.of(bob.prekey().keyId(), bob.prekey()));
    private final FleetDirectory directory = new FleetDirectory();
    private final MessageVerifier verifier =
            new MessageVerifier(bob.id(), directory, id -> Optional.ofNullable(keys.get(id)));

    /** Proven answers from the sample fleet's records as they now are; those that are known do not change by themselves. */
    private final class FleetDirectory implements MessageVerifier.Agents {
        private final EvidenceVerifier evidence =
                new EvidenceVerifier(fleet.operator().key().publicKey());
        private final Map<AgentId, VerifiedAgent> known = new HashMap<>();
        private RuntimeException failure = new IllegalStateException();
        private boolean fails;

        @Override
        public VerifiedAgent known(AgentId agent) {
            VerifiedAgent cached = known.get(agent);
            return cached == null ? refreshed(agent) : cached;
        }

        @Override
        public VerifiedAgent refreshed(AgentId agent) {
            if (fails) {
                throw failure;
            }
            VerifiedAgent fresh = fleet.registry()
                    .identity(agent.toString())
                    .map(record -> evidence.agent(agent, record))
                    .orElseThrow(() -> new UnknownAgentException("there is no agent " + agent));
            known.put(agent, fresh);
            return fresh;
        }

        void fail(RuntimeException with) {
            failure = with;
            fails = true;
        }
    }

    @Test
    void aGenuineMessageIsOpened() {
        Opened opened = (Opened) verifier.open(messages.slice("hello"), NOW);

        assertThat(new String(opened.payload(), UTF_8)).isEqualTo("hello");
        assertThat(opened.origin().sender()).isEqualTo(alice.id());
        assertThat(opened.origin().signer()).isEqualTo(alice.id());
        assertThat(opened.origin().ingestTimeMs()).isEqualTo(NOW);
        assertThat(opened).asString().doesNotContain("hello");
    }

    @Test
    void anotherSignersSignatureIsRefused() {
        SampleAgent mallory = new SampleAgent("acme/alice");
        Envelope envelope = messages.envelope("x", bob.prekey().encapsulationKey());

        // signed by a key that alice does not have
        undecided(ReceiveFailure.UNKNOWN_SIGNER, SampleMessages.signedBy(mallory, envelope));
        // claiming alice's key, with another's signature
        Slice genuine = messages.slice("x");
        Slice other = messages.slice("y");
        refused(
                ReceiveFailure.BAD_SIGNATURE,
                genuine.toBuilder().setSignature(other.getSignature()).build());
    }

    @Test
    void aChangedSignatureHalfIsRefused() {
        Slice genuine = messages.slice("x");
        for (int position : new int[] {0, genuine.getSignature().size() - 1}) {
            byte[] signature = genuine.getSignature().toByteArray();
            signature[position] ^= 1;
            refused(
                    ReceiveFailure.BAD_SIGNATURE,
                    genuine.toBuilder()
                            .setSignature(ByteString.copyFrom(signature))
                            .build());
        }
    }

    @Test
    void anEnvelopeOfAnotherBatchIsRefusedEvenWhenItsBatchIsKnown() {
        Slice genuine = messages.slice("x");
        assertThat(verifier.open(genuine, NOW)).isInstanceOf(Opened.class);

        Slice mixed = genuine.toBuilder()
                .setEnvelopes(0, messages.slice("y").getEnvelopes(0))
                .build();

        refused(ReceiveFailure.ROOT_MISMATCH, mixed);
    }

    @Test
    void aChangedBodyIsRefusedByItsPath() throws Exception {
        Slice genuine = messages.slice("x");
        Slice.Builder changed = genuine.toBuilder();
        SealedBody body =
                SealedBody.parseFrom(genuine.getEnvelopes(0).getEnvelope().getBody());
        byte[] ciphertext = body.getCiphertext().toByteArray();
        ciphertext[0] ^= 1;
        changed.getEnvelopesBuilder(0)
                .getEnvelopeBuilder()
                .setBody(body.toBuilder()
                        .setCiphertext(ByteString.copyFrom(ciphertext))
                        .build()
                        .toByteString());

        refused(ReceiveFailure.ROOT_MISMATCH, changed.build());
    }

    @Test
    void aSignerWhoSealsRubbishIsTold() throws Exception {
        Envelope envelope = messages.envelope("x", bob.prekey().encapsulationKey());
        SealedBody body = SealedBody.parseFrom(envelope.getBody());
        byte[] ciphertext = body.getCiphertext().toByteArray();
        ciphertext[0] ^= 1;
        Envelope rubbish = envelope.toBuilder()
                .setBody(body.toBuilder()
                        .setCiphertext(ByteString.copyFrom(ciphertext))
                        .build()
                        .toByteString())
                .build();

        refused(ReceiveFailure.NOT_AUTHENTIC, SampleMessages.signedBy(alice, rubbish));
    }

    @Test
    void aKeyThatIsNotHereIsNamed() {
        DecapsulationKey other = DecapsulationKey.generate(SampleAgent.RANDOM);

        refused(
                ReceiveFailure.UNKNOWN_KEY,
                SampleMessages.signedBy(alice, messages.envelope("x", other.encapsulationKey())));
    }

    @Test
    void anExpiredMessageIsRefused() {
        Slice slice = messages.slice("x");

        assertThat(verifier.open(slice, NOW + SampleMessages.TTL_MS - 1)).isInstanceOf(Opened.class);
        assertThat(verifier.open(slice, NOW + SampleMessages.TTL_MS))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(ReceiveFailure.EXPIRED));
    }

    @Test
    void aMessageForAnotherIsRefused() {
        SampleMessages toAlice = new SampleMessages(bob, alice);

        refused(ReceiveFailure.UNSUPPORTED, toAlice.slice("x"));
    }

    @Test
    void aKeyOutsideItsValidityIsRefused() {
        Slice early = messages.slice("x").toBuilder().setIngestTimeMs(NOW - 1).build();

        undecided(ReceiveFailure.KEY_NOT_VALID, early);
    }

    @Test
    void anUndelegatedSignerIsRefusedUntilTheDelegationIsKnown() {
        SampleAgent host = fleet.admin();
        Slice slice = SampleMessages.signedBy(
                host, messages.envelope("x", bob.prekey().encapsulationKey()));
        undecided(ReceiveFailure.NOT_DELEGATED, slice);

        fleet.registry().apply(alice.delegates(host, DelegationScope.DELEGATION_SCOPE_ACKNOWLEDGE));
        undecided(ReceiveFailure.NOT_DELEGATED, slice);

        fleet.registry().apply(alice.delegates(host, DelegationScope.DELEGATION_SCOPE_SEND));
        Opened opened = (Opened) verifier.open(slice, NOW);
        assertThat(opened.origin().sender()).isEqualTo(alice.id());
        assertThat(opened.origin().signer()).isEqualTo(host.id());
        assertThat(verifier.open(slice.toBuilder().setIngestTimeMs(NOW + 2000).build(), NOW))
                .as("after the delegation's end")
                .isInstanceOfSatisfying(
                        Undecided.class, one -> assertThat(one.failure()).isEqualTo(ReceiveFailure.NOT_DELEGATED));
    }

    @Test
    void aDirectoryThatIsSilentOrLiesDecidesNothing() {
        Slice slice = messages.slice("x");
        directory.fail(new GatewayUnavailableException("down"));
        undecided(ReceiveFailure.UNKNOWN_SIGNER, slice);

        directory.fail(new EvidenceException(EvidenceException.Link.TOKEN, "acme/alice", "dropped", null));
        undecided(ReceiveFailure.EVIDENCE, slice);
    }

    @Test
    void anUnknownSignerMayBecomeKnown() {
        SampleAgent carol = new SampleAgent("acme/carol");
        Slice slice = new SampleMessages(carol, bob).slice("x");
        undecided(ReceiveFailure.UNKNOWN_SIGNER, slice);

        fleet.enrol(carol);

        assertThat(verifier.open(slice, NOW)).isInstanceOf(Opened.class);
    }

    @Test
    void rubbishIsMalformed() {
        Slice slice = messages.slice("x");
        refused(
                ReceiveFailure.MALFORMED,
                slice.toBuilder()
                        .setBatchHeader(ByteString.copyFromUtf8("rubbish"))
                        .build());
        Slice.Builder noHeader = slice.toBuilder();
        noHeader.getEnvelopesBuilder(0).getEnvelopeBuilder().setHeader(ByteString.copyFromUtf8("rubbish"));
        refused(ReceiveFailure.MALFORMED, noHeader.build());
    }

    private void refused(ReceiveFailure failure, Slice slice) {
        assertThat(verifier.open(slice, NOW))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(failure));
    }

    private void undecided(ReceiveFailure failure, Slice slice) {
        assertThat(verifier.open(slice, NOW))
                .isInstanceOfSatisfying(
                        Undecided.class, one -> assertThat(one.failure()).isEqualTo(failure));
    }
}
