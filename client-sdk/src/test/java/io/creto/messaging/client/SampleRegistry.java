package io.creto.messaging.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.KeyIds;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.KeyId;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.UploadPrekeys;
import io.creto.messaging.v1.Validity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A registry and keyring that believes everything it is told, apart from tokens: it keeps records with evidence in the form of
 * the contract, so that the SDK's own checks are what is tested. Thread-safe.
 */
public final class SampleRegistry {
    private final Map<String, IdentityRecord> identities = new HashMap<>();
    private final Map<String, PrekeyRecord> prekeys = new HashMap<>();
    private final Map<ByteString, Token> tokens = new HashMap<>();
    private final List<PolicyRecord> policies = new ArrayList<>();

    private record Token(String agent, AgentRole role, List<Slice> evidence) {}

    /** Applies a command; the version, or empty if it is refused. */
    public synchronized Optional<Long> apply(Slice slice) {
        try {
            var envelope = slice.getEnvelopes(0).getEnvelope();
            EnvelopeHeader header = EnvelopeParser.envelope(
                    BatchParser.header(slice.getBatchHeader()).getLane(), envelope);
            return apply(slice, header, CommandParser.command(header, envelope.getBody()));
        } catch (WireException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Optional<Long> apply(Slice slice, EnvelopeHeader header, Message command) throws WireException {
        long now = slice.getIngestTimeMs();
        if (command instanceof CreateFleet create) {
            tokens.put(
                    create.getAdminTokenKeyId(),
                    new Token(create.getAdmin(), AgentRole.AGENT_ROLE_ADMIN, List.of(slice)));
            return Optional.of(put(
                    create.getFleet(),
                    next(create.getFleet(), slice)
                            .setFleet(FleetRecord.newBuilder()
                                    .setFleet(create.getFleet())
                                    .addAdmins(create.getFleet() + "/admin")
                                    .setDeliveryPartitions(create.getDeliveryPartitions())
                                    .setGeneration(create.getGeneration()))));
        } else if (command instanceof IssueToken issue) {
            IdentityRecord issuer = identity(header.getSender()).orElseThrow();
            List<Slice> evidence = Stream.concat(issuer.getEvidenceList().stream(), Stream.of(slice))
                    .toList();
            tokens.put(issue.getTokenKeyId(), new Token(issue.getAgent(), issue.getRole(), evidence));
            return Optional.of(issuer.getVersion());
        } else if (command instanceof Enrol enrol) {
            Token token = tokens.remove(enrol.getTokenKeyId());
            return token == null ? Optional.empty() : Optional.of(enrol(slice, token, enrol, now));
        } else if (command instanceof ReplaceKey replace) {
            return Optional.of(replaceKey(slice, replace, now));
        } else if (command instanceof SetStatus set) {
            IdentityRecord.Builder record = next(set.getAgent(), slice);
            record.getAgentBuilder().addStatuses(status(set.getStatus(), now));
            return Optional.of(put(set.getAgent(), record));
        } else if (command instanceof Delegate delegate) {
            var delegation =
                    DelegationParser.delegation(delegate.getDelegation().getDelegation());
            IdentityRecord.Builder record = next(delegation.getAgent(), slice);
            record.getAgentBuilder()
                    .addDelegations(DelegationRecord.newBuilder()
                            .setDelegation(delegate.getDelegation())
                            .setValidity(since(now)));
            return Optional.of(put(delegation.getAgent(), record));
        } else if (command instanceof UploadPrekeys upload) {
            prekeys.put(header.getSender(), prekey(slice, header.getSender(), upload));
            return Optional.of(1L);
        }
        if (command instanceof SetAttributes set) {
            IdentityRecord.Builder record = next(set.getAgent(), slice);
            record.getAgentBuilder()
                    .clearGroups()
                    .addAllGroups(set.getGroupsList())
                    .clearAttributes()
                    .addAllAttributes(set.getAttributesList());
            return Optional.of(put(set.getAgent(), record));
        } else if (command instanceof PutPolicy put) {
            return putPolicy(slice, header.getSender(), put);
        }
        throw new IllegalArgumentException(command.getClass().getName());
    }

    private Optional<Long> putPolicy(Slice slice, String author, PutPolicy put) {
        if (put.getPreviousVersion() != policies.size()) {
            return Optional.empty();
        }
        policies.add(PolicyRecord.newBuilder()
                .setVersion(policies.size() + 1)
                .setRecordedAtMs(slice.getIngestTimeMs())
                .setEffectiveFromMs(slice.getIngestTimeMs() + 1000)
                .setFleet(put.getFleet())
                .setDocument(put.getDocument())
                .setAuthor(author)
                .setEvidence(slice)
                .build());
        return Optional.of((long) policies.size());
    }

    /** All versions of the only fleet's policy, the oldest first. */
    public synchronized List<PolicyRecord> policies() {
        return List.copyOf(policies);
    }

    private long enrol(Slice slice, Token token, Enrol enrol, long now) {
        AgentRecord agent = AgentRecord.newBuilder()
                .setAgent(token.agent())
                .setRole(token.role())
                .addKeys(key(enrol.getPublicKey(), now))
                .addStatuses(status(AgentStatus.AGENT_STATUS_ACTIVE, now))
                .build();
        return put(
                token.agent(),
                IdentityRecord.newBuilder()
                        .setVersion(1)
                        .setRecordedAtMs(now)
                        .setEffectiveFromMs(now)
                        .setAgent(agent)
                        .addAllEvidence(token.evidence())
                        .addEvidence(slice));
    }

    private long replaceKey(Slice slice, ReplaceKey replace, long now) {
        IdentityRecord.Builder record = next(replace.getAgent(), slice);
        int last = record.getAgent().getKeysCount() - 1;
        record.getAgentBuilder().getKeysBuilder(last).getValidityBuilder().setUntilMs(now + 1000);
        record.getAgentBuilder().addKeys(key(replace.getPublicKey(), now));
        return put(replace.getAgent(), record);
    }

    public synchronized Optional<IdentityRecord> identity(String subject) {
        return Optional.ofNullable(identities.get(subject));
    }

    public synchronized Optional<PrekeyRecord> prekey(String owner) {
        return Optional.ofNullable(prekeys.get(owner));
    }

    private long put(String subject, IdentityRecord.Builder record) {
        identities.put(subject, record.build());
        return record.getVersion();
    }

    private IdentityRecord.Builder next(String subject, Slice slice) {
        IdentityRecord before = identities.getOrDefault(subject, IdentityRecord.getDefaultInstance());
        return before.toBuilder()
                .setVersion(before.getVersion() + 1)
                .setRecordedAtMs(slice.getIngestTimeMs())
                .setEffectiveFromMs(slice.getIngestTimeMs())
                .addEvidence(slice);
    }

    private static PrekeyRecord prekey(Slice slice, String owner, UploadPrekeys upload) {
        return PrekeyRecord.newBuilder()
                .setOwner(owner)
                .setPeer(upload.getPeer())
                .setPrekey(upload.getCurrent())
                .setValidity(since(slice.getIngestTimeMs()))
                .setEvidence(slice)
                .build();
    }

    private static IdentityKey key(ByteString publicKey, long now) {
        KeyId id = KeyIds.of(publicKey.toByteArray());
        return IdentityKey.newBuilder()
                .setKeyId(id.bytes())
                .setPublicKey(publicKey)
                .setValidity(since(now))
                .build();
    }

    private static StatusInterval status(AgentStatus status, long now) {
        return StatusInterval.newBuilder()
                .setStatus(status)
                .setValidity(since(now))
                .build();
    }

    private static Validity since(long now) {
        return Validity.newBuilder().setFromMs(now).build();
    }
}
