package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.ALICE;
import static io.creto.messaging.schemas.Values.BOB;
import static io.creto.messaging.schemas.Values.HOST;
import static io.creto.messaging.schemas.Values.NOW;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.hash;
import static io.creto.messaging.schemas.Values.id;
import static io.creto.messaging.schemas.Values.keyId;
import static io.creto.messaging.schemas.Values.publicKey;
import static io.creto.messaging.schemas.Values.signature;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.AccessToken;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Delegation;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.EnrolmentBinding;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.KemWrap;
import io.creto.messaging.v1.KeyPart;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SealedBody;
import io.creto.messaging.v1.SenderKey;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SignedDelegation;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;

/** Valid messages with every mandatory field and no other: what leaves one out, or breaks one, must be refused. */
final class WireSamples {
    private WireSamples() {}

    static EnvelopeHeader.Builder header() {
        return EnvelopeHeader.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setMessageId(id())
                .setSender(ALICE)
                .setKind(MessageKind.MESSAGE_KIND_MESSAGE)
                .setLane(Lane.LANE_NORMAL)
                .setRecipient(BOB)
                .setRecipientKeyId(keyId())
                .setCreatedAtMs(NOW)
                .setExpiresAtMs(NOW + WireLimits.DEFAULT_TTL_MS)
                .setReport(Report.REPORT_NONE);
    }

    static EnvelopeHeader.Builder publication() {
        return header().setKind(MessageKind.MESSAGE_KIND_PUBLICATION)
                .setChannel(id())
                .clearRecipientKeyId()
                .setRosterHash(hash());
    }

    static EnvelopeHeader.Builder command(MessageKind kind) {
        return header().setKind(kind).setSystem(true).clearRecipientKeyId();
    }

    static KeyPart.Builder kemWrap() {
        return KeyPart.newBuilder()
                .setKemWrap(KemWrap.newBuilder()
                        .setKeyId(keyId())
                        .setKemCiphertext(bytes(WireLimits.KEM_CIPHERTEXT_BYTES))
                        .setWrappedKey(bytes(WireLimits.WRAPPED_KEY_BYTES)));
    }

    static KeyPart.Builder senderKey() {
        return KeyPart.newBuilder()
                .setSenderKey(SenderKey.newBuilder().setChannelEpoch(1).setIndex(3));
    }

    static SealedBody.Builder body(KeyPart.Builder key) {
        return SealedBody.newBuilder()
                .setKey(key.build().toByteString())
                .setNonce(bytes(WireLimits.NONCE_BYTES))
                .setCiphertext(bytes(WireLimits.TAG_BYTES + 5));
    }

    static Envelope.Builder envelope() {
        return envelope(header(), body(kemWrap()).build().toByteString());
    }

    static Envelope.Builder envelope(EnvelopeHeader.Builder header, ByteString body) {
        return Envelope.newBuilder().setHeader(header.build().toByteString()).setBody(body);
    }

    static BatchHeader.Builder batchHeader(int count) {
        return BatchHeader.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setBatchId(id())
                .setSigner(HOST)
                .setSignerKeyId(keyId())
                .setIncarnation(1)
                .setSequence(1)
                .setLane(Lane.LANE_NORMAL)
                .setCount(count)
                .setCreatedAtMs(NOW)
                .setRoot(hash());
    }

    static SignedBatch.Builder batch(int count) {
        SignedBatch.Builder batch = SignedBatch.newBuilder()
                .setHeader(batchHeader(count).build().toByteString())
                .setSignature(signature());
        for (int i = 0; i < count; i++) {
            batch.addEnvelopes(envelope());
        }
        return batch;
    }

    static SlicedEnvelope.Builder sliced(int index) {
        return SlicedEnvelope.newBuilder()
                .setEnvelope(envelope())
                .setIndex(index)
                .addPath(hash());
    }

    static Slice.Builder slice(int count, int... indices) {
        Slice.Builder slice = Slice.newBuilder()
                .setBatchHeader(batchHeader(count).build().toByteString())
                .setSignature(signature())
                .setIngestTimeMs(NOW);
        for (int index : indices) {
            slice.addEnvelopes(sliced(index));
        }
        return slice;
    }

    static Delegation.Builder delegation() {
        return Delegation.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setDelegationId(id())
                .setAgent(ALICE)
                .setAgentKeyId(keyId(1))
                .setSigner(HOST)
                .setSignerKeyId(keyId(2))
                .addScopes(DelegationScope.DELEGATION_SCOPE_SEND)
                .setNotBeforeMs(NOW)
                .setNotAfterMs(NOW + WireLimits.MAX_DELEGATION_LIFE_MS);
    }

    static SignedDelegation.Builder signedDelegation() {
        return SignedDelegation.newBuilder()
                .setDelegation(delegation().build().toByteString())
                .setSignature(signature());
    }

    static AccessToken.Builder token() {
        return AccessToken.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setAgent(ALICE)
                .setAgentKeyId(keyId())
                .setAudience("example")
                .setIssuedAtMs(NOW)
                .setExpiresAtMs(NOW + WireLimits.MAX_TOKEN_LIFE_MS)
                .setTokenId(id());
    }

    static EnrolmentBinding.Builder binding(String agent) {
        return EnrolmentBinding.newBuilder()
                .setVersion(1)
                .setSuite(1)
                .setAgent(agent)
                .setPublicKey(publicKey());
    }

    static EnrolmentBinding.Builder replacement(String agent) {
        return binding(agent).setReplacedKeyId(keyId());
    }
}
