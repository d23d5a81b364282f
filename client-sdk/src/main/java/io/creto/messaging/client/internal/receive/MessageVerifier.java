package io.creto.messaging.client.internal.receive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import io.creto.messaging.client.EvidenceException;
import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.IncomingMessage.Origin;
import io.creto.messaging.client.ReceiveFailure;
import io.creto.messaging.client.UnknownAgentException;
import io.creto.messaging.client.internal.keys.VerifiedAgent;
import io.creto.messaging.client.internal.receive.Verification.Opened;
import io.creto.messaging.client.internal.receive.Verification.Refused;
import io.creto.messaging.client.internal.receive.Verification.Undecided;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.identity.VerifiedDelegation;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.sealing.EnvelopeOpener;
import io.creto.messaging.crypto.sealing.OpenException;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.MessageId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.DelegationScope;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides whether a delivered envelope is what it claims, and opens it (wire format, "Delivery"): signature and path, key and
 * delegation as of ingest time, expiry, then decapsulation. Positive verifications of a batch are remembered, by its header's hash
 * and the signer's key id. Thread-safe; its directory may block.
 */
final class MessageVerifier {
    private static final int MAX_REMEMBERED = 1024;

    private final AgentId me;
    private final Agents agents;
    private final Function<KeyId, Optional<DecapsulationKey>> keys;
    private final Cache<Signed, VerifiedHeader> verified =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    /** Who is who, proven; throws as the directory does. */
    interface Agents {
        /** As known. */
        VerifiedAgent known(AgentId agent);

        /** Asked for anew. */
        VerifiedAgent refreshed(AgentId agent);
    }

    private record Signed(ByteString headerHash, ByteString keyId) {}

    /** Ends the work on a message. */
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Verification result;

        Stop(Verification result) {
            super(null, null, false, false);
            this.result = result;
        }
    }

    /** @param keys finds a decapsulation key by its id */
    MessageVerifier(AgentId me, Agents agents, Function<KeyId, Optional<DecapsulationKey>> keys) {
        this.me = me;
        this.agents = agents;
        this.keys = keys;
    }

    /** Verifies and opens a slice of one envelope. */
    Verification open(Slice slice, long nowMs) {
        try {
            return opened(slice, nowMs);
        } catch (Stop stop) {
            return stop.result;
        } catch (WireException e) {
            boolean unsupported = e.reason() == RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;
            ReceiveFailure failure = unsupported ? ReceiveFailure.UNSUPPORTED : ReceiveFailure.MALFORMED;
            return new Refused(failure, String.valueOf(e.getMessage()));
        } catch (GatewayUnavailableException | UnknownAgentException e) {
            return new Undecided(ReceiveFailure.UNKNOWN_SIGNER, String.valueOf(e.getMessage()));
        } catch (EvidenceException e) {
            return new Undecided(ReceiveFailure.EVIDENCE, String.valueOf(e.getMessage()));
        }
    }

    private Opened opened(Slice slice, long nowMs) throws WireException, Stop {
        BatchHeader batch = BatchParser.header(slice.getBatchHeader());
        SlicedEnvelope sliced = slice.getEnvelopes(0);
        EnvelopeHeader header = EnvelopeParser.envelope(batch.getLane(), sliced.getEnvelope());
        if (header.getKind() != MessageKind.MESSAGE_KIND_MESSAGE
                || !header.getRecipient().equals(me.toString())) {
            throw refuse(ReceiveFailure.UNSUPPORTED, header.getKind() + " for " + header.getRecipient());
        }
        if (header.getExpiresAtMs() <= nowMs) {
            throw refuse(ReceiveFailure.EXPIRED, "expired " + (nowMs - header.getExpiresAtMs()) + " ms ago");
        }
        AgentId signer = AgentId.parse(batch.getSigner());
        AgentId sender = AgentId.parse(header.getSender());
        long ingestTimeMs = slice.getIngestTimeMs();
        CompositePublicKey key = signerKey(signer, batch, ingestTimeMs);
        verify(slice, sliced, batch, key);
        if (!signer.equals(sender)) {
            checkDelegation(sender, signer, key, ingestTimeMs);
        }
        byte[] payload = decrypt(sliced.getEnvelope(), header);
        return new Opened(origin(sender, signer, header, ingestTimeMs), payload);
    }

    /** The key that the batch names, if it counted at ingest time. What is not known may have come about since it was fetched. */
    private CompositePublicKey signerKey(AgentId signer, BatchHeader batch, long ingestTimeMs) throws Stop {
        VerifiedAgent agent = agents.known(signer);
        Optional<CompositePublicKey> key = validKey(agent, batch, ingestTimeMs);
        if (key.isEmpty()) {
            agent = agents.refreshed(signer);
            key = validKey(agent, batch, ingestTimeMs);
        }
        if (key.isEmpty()) {
            boolean known = agent.keyOf(batch.getSignerKeyId()).isPresent();
            ReceiveFailure failure = known ? ReceiveFailure.KEY_NOT_VALID : ReceiveFailure.UNKNOWN_SIGNER;
            throw new Stop(new Undecided(failure, "no such key of " + signer + " at ingest time"));
        }
        return key.get();
    }

    private static Optional<CompositePublicKey> validKey(VerifiedAgent agent, BatchHeader batch, long atMs) {
        return agent.keyOf(batch.getSignerKeyId()).filter(key -> agent.isValid(key, atMs));
    }

    private void verify(Slice slice, SlicedEnvelope sliced, BatchHeader batch, CompositePublicKey key)
            throws WireException, Stop {
        Signed id = new Signed(sha256(slice.getBatchHeader()), batch.getSignerKeyId());
        VerifiedHeader known = verified.getIfPresent(id);
        try {
            VerifiedHeader header =
                    known != null ? known : VerifiedHeader.verify(slice.getBatchHeader(), slice.getSignature(), key);
            verified.put(id, header);
            header.verifyEnvelope(sliced.getEnvelope(), sliced.getIndex(), sliced.getPathList());
        } catch (VerificationException e) {
            boolean path = e.reason() == RejectionReason.REJECTION_REASON_ROOT_MISMATCH;
            ReceiveFailure failure = path ? ReceiveFailure.ROOT_MISMATCH : ReceiveFailure.BAD_SIGNATURE;
            throw refuse(failure, e.reason().name());
        }
    }

    private void checkDelegation(AgentId sender, AgentId signer, CompositePublicKey key, long atMs) throws Stop {
        if (!delegates(agents.known(sender), signer, key, atMs)
                && !delegates(agents.refreshed(sender), signer, key, atMs)) {
            String detail = sender + " had not delegated SEND to " + signer + " at ingest time";
            throw new Stop(new Undecided(ReceiveFailure.NOT_DELEGATED, detail));
        }
    }

    private static boolean delegates(VerifiedAgent sender, AgentId signer, CompositePublicKey key, long atMs) {
        for (VerifiedDelegation delegation : sender.delegations(atMs)) {
            try {
                delegation.check(sender.agent(), signer, key.keyId(), DelegationScope.DELEGATION_SCOPE_SEND, atMs);
                return true;
            } catch (VerificationException other) {
                // another delegation of the same agent may cover it
            }
        }
        return false;
    }

    private byte[] decrypt(Envelope envelope, EnvelopeHeader header) throws WireException, Stop {
        KeyId id = KeyId.parse(header.getRecipientKeyId());
        DecapsulationKey key = keys.apply(id)
                .orElseThrow(() -> refuse(ReceiveFailure.UNKNOWN_KEY, "sealed to " + id + ", which is not here"));
        try {
            return EnvelopeOpener.open(envelope, key);
        } catch (OpenException e) {
            throw refuse(ReceiveFailure.NOT_AUTHENTIC, String.valueOf(e.getMessage()));
        }
    }

    private static Origin origin(AgentId sender, AgentId signer, EnvelopeHeader header, long ingestTimeMs)
            throws WireException {
        MessageId id = MessageId.parse(header.getMessageId());
        MessageId first = header.getReplaces().isEmpty() ? id : MessageId.parse(header.getReplaces());
        return new Origin(
                sender,
                signer,
                id,
                first,
                header.getLane(),
                header.getCreatedAtMs(),
                ingestTimeMs,
                header.getExpiresAtMs());
    }

    private static Stop refuse(ReceiveFailure failure, String detail) {
        return new Stop(new Refused(failure, detail));
    }

    private static ByteString sha256(ByteString bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.asReadOnlyByteBuffer());
            return ByteString.copyFrom(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
