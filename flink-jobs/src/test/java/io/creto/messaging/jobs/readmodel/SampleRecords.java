package io.creto.messaging.jobs.readmodel;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static io.creto.messaging.jobs.SampleAgents.bytes;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.schemas.TopicSpec;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Action;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.GraceKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lineage;
import io.creto.messaging.v1.LineageState;
import io.creto.messaging.v1.Match;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.PolicyRule;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.RotationCause;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.UploadPrekeys;

/** Records of the topics that the read model is made from; all about Alice and her fleet. */
final class SampleRecords {
    private SampleRecords() {}

    static IdentityRecord fleet(long version) {
        return IdentityRecord.newBuilder()
                .setVersion(version)
                .setRecordedAtMs(NOW)
                .setEffectiveFromMs(NOW)
                .setFleet(FleetRecord.newBuilder()
                        .setFleet("acme")
                        .addAdmins("acme/admin")
                        .setDeliveryPartitions(2)
                        .setGeneration(1))
                .build();
    }

    static IdentityRecord agent(String name, long version) {
        IdentityRecord.Builder record = ALICE.record(version);
        record.getAgentBuilder().setAgent("acme/" + name);
        return record.build();
    }

    static Prekey prekey() {
        try (DecapsulationKey key = DecapsulationKey.generate(RANDOM)) {
            return Prekey.newBuilder()
                    .setKeyId(key.keyId().bytes())
                    .setPublicKey(key.encapsulationKey().encoded())
                    .build();
        }
    }

    static ByteString keyId() {
        return ByteString.copyFrom(new byte[] {WireLimits.SUITE}).concat(bytes(WireLimits.KEY_ID_BYTES - 1));
    }

    static Slice upload(UploadPrekeys upload) {
        return SampleSlices.of(
                ALICE, SampleEnvelopes.command(ALICE.id(), MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS, upload));
    }

    static Slice upload(Prekey current) {
        return upload(
                UploadPrekeys.newBuilder().setPeer("*").setCurrent(current).build());
    }

    static KeyStatus status(long version, long recordedAtMs, ByteString current, ByteString... grace) {
        Lineage.Builder lineage = Lineage.newBuilder()
                .setOwner(ALICE.id())
                .setPeer("*")
                .setState(LineageState.LINEAGE_STATE_ACTIVE)
                .setCurrentKeyId(current)
                .setLastRotatedAtMs(NOW)
                .setLastCause(RotationCause.ROTATION_CAUSE_FIRST);
        for (ByteString id : grace) {
            lineage.addGraceKeys(GraceKey.newBuilder().setKeyId(id).setExpiresAtMs(NOW + 1));
        }
        return KeyStatus.newBuilder()
                .setVersion(version)
                .setRecordedAtMs(recordedAtMs)
                .setEffectiveFromMs(recordedAtMs)
                .setOwner(ALICE.id())
                .setLineage(lineage)
                .build();
    }

    /** One that Alice put. */
    static PolicyRecord policy(long version, String id) {
        PolicyDocument document = PolicyDocument.newBuilder()
                .setId(id)
                .addRules(PolicyRule.newBuilder()
                        .setId("inside-fleet")
                        .setEffect(Effect.EFFECT_PERMIT)
                        .addActions(Action.ACTION_SEND_MESSAGE)
                        .setPrincipal(Match.newBuilder().addFleets("acme"))
                        .setResource(Match.newBuilder().addFleets("acme")))
                .build();
        PutPolicy put = PutPolicy.newBuilder()
                .setFleet("acme")
                .setPreviousVersion(version - 1)
                .setDocument(document)
                .build();
        return PolicyRecord.newBuilder()
                .setVersion(version)
                .setRecordedAtMs(NOW)
                .setEffectiveFromMs(NOW + 1000)
                .setFleet("acme")
                .setDocument(document)
                .setAuthor(ALICE.id())
                .setEvidence(SampleSlices.of(
                        ALICE, SampleEnvelopes.command(ALICE.id(), MessageKind.MESSAGE_KIND_PUT_POLICY, put)))
                .build();
    }

    static Arrival arrival(TopicSpec topic, Message value) {
        return arrival(topic, value.toByteString());
    }

    static Arrival arrival(TopicSpec topic, ByteString value) {
        return Arrival.newBuilder()
                .setRecord(value)
                .setTopic(topic.name())
                .setPartition(3)
                .setOffset(42)
                .setIngestTimeMs(NOW)
                .build();
    }
}
