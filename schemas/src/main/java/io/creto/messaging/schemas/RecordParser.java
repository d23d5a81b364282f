package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.GraceKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lineage;
import io.creto.messaging.v1.LineageState;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.Slice;
import java.util.ArrayList;
import java.util.List;

/** Reads the versioned records of the reference topics. */
public final class RecordParser {
    private static final StrictWire<IdentityRecord> IDENTITY =
            StrictWire.of(IdentityRecord.getDescriptor(), IdentityRecord.parser(), WireLimits.MAX_RECORD_BYTES);
    private static final StrictWire<KeyStatus> KEY_STATUS =
            StrictWire.of(KeyStatus.getDescriptor(), KeyStatus.parser(), WireLimits.MAX_RECORD_BYTES);
    private static final StrictWire<PolicyRecord> POLICY =
            StrictWire.of(PolicyRecord.getDescriptor(), PolicyRecord.parser(), WireLimits.MAX_RECORD_BYTES);

    private RecordParser() {}

    /**
     * Reads a record of topic {@code identities}. The evidence is not verified here. Refuses with MALFORMED (with TOO_LARGE or
     * UNSUPPORTED_VERSION where a part is that) a version or time of 0, no subject, a subject without keys, statuses or
     * admins, fields against their form, evidence that is not slices of one envelope.
     */
    public static IdentityRecord identity(ByteString bytes) throws WireException {
        IdentityRecord record = IDENTITY.parse(bytes);
        check(record, "identity_record.");
        return record;
    }

    /** Checks one that stands inside another message. */
    static void check(IdentityRecord record, String path) throws WireException {
        IdentityRules.versioned(record.getVersion(), record.getRecordedAtMs(), record.getEffectiveFromMs(), path);
        switch (record.getSubjectCase()) {
            case AGENT -> IdentityRules.agent(record.getAgent(), path + "agent.");
            case FLEET -> IdentityRules.fleet(record.getFleet(), path + "fleet.");
            case SUBJECT_NOT_SET -> throw WireException.malformed(path + "subject", "absent, must be given");
        }
        for (Slice command : record.getEvidenceList()) {
            SliceParser.checkCommand(command, path + "evidence");
        }
    }

    /**
     * Reads a record of topic {@code key-status}. Refuses with MALFORMED a version or time of 0, an owner against the
     * grammar, no lineage, one of another owner, without state, ACTIVE without current key, with a key id twice, with one-time keys for a single
     * peer, or with fields against their form; with TOO_LARGE more staged, grace or one-time keys than {@link WireLimits}
     * allows.
     */
    public static KeyStatus keyStatus(ByteString bytes) throws WireException {
        KeyStatus status = KEY_STATUS.parse(bytes);
        String path = "key_status.";
        IdentityRules.versioned(status.getVersion(), status.getRecordedAtMs(), status.getEffectiveFromMs(), path);
        AgentId.check(status.getOwner(), path + "owner");
        Check.present(status.hasLineage(), path + "lineage");
        boolean own = status.getLineage().getOwner().equals(status.getOwner());
        Check.rule(own, path + "lineage.owner", "another agent, must be the record's owner");
        check(status.getLineage(), path + "lineage.");
        return status;
    }

    /**
     * Reads a record of topic {@code policies}. The evidence is not verified here. Refuses what {@link CommandParser} refuses
     * of a PutPolicy, and with MALFORMED a version or time of 0 and an author against the grammar.
     */
    public static PolicyRecord policy(ByteString bytes) throws WireException {
        PolicyRecord record = POLICY.parse(bytes);
        check(record, "policy_record.");
        return record;
    }

    /** Checks one that stands inside another message. */
    static void check(PolicyRecord record, String path) throws WireException {
        IdentityRules.versioned(record.getVersion(), record.getRecordedAtMs(), record.getEffectiveFromMs(), path);
        AgentId.checkFleet(record.getFleet(), path + "fleet");
        Check.present(record.hasDocument(), path + "document");
        PolicyRules.document(record.getDocument(), path + "document");
        AgentId.check(record.getAuthor(), path + "author");
        if (record.hasEvidence()) {
            SliceParser.checkCommand(record.getEvidence(), path + "evidence");
        }
    }

    private static void check(Lineage lineage, String path) throws WireException {
        KeyCommands.peer(lineage.getPeer(), path + "peer");
        Check.given(lineage.getState(), path + "state");
        Check.distinct(keyIds(lineage, path), path + "key_id");
        if (lineage.hasSchedule()) {
            KeyCommands.schedule(lineage.getSchedule(), path + "schedule");
        }
        Check.range(lineage.getLastRotatedAtMs(), 0, WireLimits.MAX_TIME_MS, path + "last_rotated_at_ms");
        Check.given(lineage.getLastCause(), path + "last_cause");
    }

    private static List<ByteString> keyIds(Lineage lineage, String path) throws WireException {
        List<ByteString> ids = new ArrayList<>();
        boolean active = lineage.getState() == LineageState.LINEAGE_STATE_ACTIVE;
        if (active || !lineage.getCurrentKeyId().isEmpty()) {
            KeyId.check(lineage.getCurrentKeyId(), path + "current_key_id");
            ids.add(lineage.getCurrentKeyId());
        }
        ids.addAll(keyIds(lineage.getStagedKeyIdsList(), WireLimits.MAX_STAGED_KEYS, path + "staged_key_ids"));
        Check.count(lineage.getGraceKeysCount(), 0, WireLimits.MAX_GRACE_KEYS, path + "grace_keys");
        for (GraceKey key : lineage.getGraceKeysList()) {
            KeyId.check(key.getKeyId(), path + "grace_keys.key_id");
            Check.time(key.getExpiresAtMs(), path + "grace_keys.expires_at_ms");
            ids.add(key.getKeyId());
        }
        boolean common = KeyCommands.isEverybody(lineage.getPeer()) || lineage.getOneTimeKeyIdsCount() == 0;
        Check.absent(common, path + "one_time_key_ids", "for a single peer");
        ids.addAll(keyIds(
                lineage.getOneTimeKeyIdsList(), WireLimits.MAX_OUTSTANDING_ONE_TIME_KEYS, path + "one_time_key_ids"));
        return ids;
    }

    private static List<ByteString> keyIds(List<ByteString> ids, int max, String path) throws WireException {
        Check.count(ids.size(), 0, max, path);
        for (ByteString id : ids) {
            KeyId.check(id, path);
        }
        return ids;
    }
}
