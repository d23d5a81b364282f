package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.ALICE;
import static io.creto.messaging.schemas.Values.HOST;
import static io.creto.messaging.schemas.Values.NOW;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.hash;
import static io.creto.messaging.schemas.Values.id;
import static io.creto.messaging.schemas.Values.keyId;
import static io.creto.messaging.schemas.Values.publicKey;

import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.AgentRole;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.ChannelKey;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.Directive;
import io.creto.messaging.v1.DirectiveKind;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.IdentityKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lineage;
import io.creto.messaging.v1.LineageState;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.RotationCause;
import io.creto.messaging.v1.StatusInterval;
import io.creto.messaging.v1.Validity;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;

/** Valid records of the topics, each with every mandatory field and no other. */
final class RecordSamples {
    private RecordSamples() {}

    static Validity.Builder validity() {
        return Validity.newBuilder().setFromMs(NOW);
    }

    static AgentRecord.Builder agent() {
        return AgentRecord.newBuilder()
                .setAgent(ALICE)
                .setRole(AgentRole.AGENT_ROLE_MEMBER)
                .addKeys(IdentityKey.newBuilder()
                        .setKeyId(keyId())
                        .setPublicKey(publicKey())
                        .setValidity(validity()))
                .addStatuses(StatusInterval.newBuilder()
                        .setStatus(AgentStatus.AGENT_STATUS_ACTIVE)
                        .setValidity(validity()));
    }

    static FleetRecord.Builder fleet() {
        return FleetRecord.newBuilder()
                .setFleet("acme")
                .addAdmins("acme/admin")
                .setDeliveryPartitions(2)
                .setGeneration(1);
    }

    static IdentityRecord.Builder identity() {
        return IdentityRecord.newBuilder()
                .setVersion(1)
                .setRecordedAtMs(NOW)
                .setEffectiveFromMs(NOW)
                .setAgent(agent());
    }

    static Lineage.Builder lineage() {
        return Lineage.newBuilder()
                .setOwner(ALICE)
                .setPeer("*")
                .setState(LineageState.LINEAGE_STATE_ACTIVE)
                .setCurrentKeyId(keyId())
                .setLastRotatedAtMs(NOW)
                .setLastCause(RotationCause.ROTATION_CAUSE_FIRST);
    }

    static KeyStatus.Builder keyStatus() {
        return KeyStatus.newBuilder()
                .setVersion(1)
                .setRecordedAtMs(NOW)
                .setEffectiveFromMs(NOW)
                .setOwner(ALICE)
                .setLineage(lineage());
    }

    static PolicyRecord.Builder policy() {
        return PolicyRecord.newBuilder()
                .setVersion(1)
                .setRecordedAtMs(NOW)
                .setEffectiveFromMs(NOW)
                .setFleet("acme")
                .setDocument(CommandSamples.document())
                .setAuthor("acme/admin");
    }

    static EnvelopeVerdict.Builder envelopeVerdict() {
        return EnvelopeVerdict.newBuilder()
                .setSender(ALICE)
                .setMessageId(id())
                .setLeafHash(hash())
                .setState(VerdictState.VERDICT_STATE_ROUTED);
    }

    static Verdict.Builder verdict() {
        return Verdict.newBuilder()
                .setBatchId(id())
                .setSigner(HOST)
                .setDecidedAtMs(NOW)
                .addEnvelopes(envelopeVerdict());
    }

    static Directive.Builder directive() {
        return Directive.newBuilder()
                .setKind(DirectiveKind.DIRECTIVE_KIND_KEY_ROTATED)
                .setAgent(ALICE)
                .setDecidedAtMs(NOW)
                .setPeer("*")
                .setKeyId(keyId());
    }

    static Directive.Builder rosterChanged() {
        return Directive.newBuilder()
                .setKind(DirectiveKind.DIRECTIVE_KIND_ROSTER_CHANGED)
                .setAgent(ALICE)
                .setDecidedAtMs(NOW)
                .setChannel(id())
                .setChannelEpoch(1)
                .setRosterHash(hash());
    }

    static DeadLetter.Builder deadLetter() {
        return DeadLetter.newBuilder()
                .setReason(RejectionReason.REJECTION_REASON_MALFORMED)
                .setRecordedAtMs(NOW)
                .setTopic("ingest.normal")
                .setRecord(bytes(9));
    }

    static ChannelKey.Builder channelKey() {
        return ChannelKey.newBuilder()
                .setChannel(id())
                .setEpoch(1)
                .setRosterHash(hash())
                .setChainKey(bytes(WireLimits.CHAIN_KEY_BYTES));
    }
}
