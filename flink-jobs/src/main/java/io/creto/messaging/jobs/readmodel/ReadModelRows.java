package io.creto.messaging.jobs.readmodel;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.jobs.state.AgentRow;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.FleetRow;
import io.creto.messaging.jobs.state.LineageRow;
import io.creto.messaging.jobs.state.PolicyRow;
import io.creto.messaging.jobs.state.PrekeyRow;
import io.creto.messaging.jobs.state.ReadModelRow;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.GraceKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lineage;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.UploadPrekeys;
import java.util.ArrayList;
import java.util.List;

/** Which rows a record of a topic brings about. Records are read strictly: what passes here, the database takes. */
public final class ReadModelRows {
    private ReadModelRows() {}

    /**
     * The rows of a record of topic {@code identities} (one), {@code key-status} (one), {@code policies} (one) or {@code
     * keyring.log} (one a key that an UploadPrekeys brings, none for a key that does not hash to its id, because it would take the
     * place of the one that does; none for other commands).
     *
     * @throws WireException if it is not what its topic holds
     * @throws IllegalArgumentException for other topics
     */
    public static List<ReadModelRow> of(Arrival arrival) throws WireException {
        String topic = arrival.getTopic();
        if (topic.equals(Topics.IDENTITIES.name())) {
            return List.of(identity(arrival.getRecord()));
        }
        if (topic.equals(Topics.KEY_STATUS.name())) {
            return List.of(lineage(arrival.getRecord()));
        }
        if (topic.equals(Topics.POLICIES.name())) {
            return List.of(policy(arrival.getRecord()));
        }
        if (topic.equals(Topics.KEYRING_LOG.name())) {
            return prekeys(arrival);
        }
        throw new IllegalArgumentException("topic " + topic + " is none of the read model's");
    }

    private static ReadModelRow identity(ByteString bytes) throws WireException {
        IdentityRecord record = RecordParser.identity(bytes);
        if (record.hasFleet()) {
            return ReadModelRow.newBuilder()
                    .setFleet(FleetRow.newBuilder()
                            .setFleet(record.getFleet().getFleet())
                            .setVersion(record.getVersion())
                            .setRecord(bytes))
                    .build();
        }
        AgentRecord agent = record.getAgent();
        return ReadModelRow.newBuilder()
                .setAgent(AgentRow.newBuilder()
                        .setAgent(agent.getAgent())
                        .setFleet(AgentId.parse(agent.getAgent()).fleet())
                        .setVersion(record.getVersion())
                        .setListing(agent.toByteString())
                        .setRecord(bytes))
                .build();
    }

    private static ReadModelRow lineage(ByteString bytes) throws WireException {
        KeyStatus status = RecordParser.keyStatus(bytes);
        Lineage lineage = status.getLineage();
        boolean rotated = lineage.getLastRotatedAtMs() != 0;
        return ReadModelRow.newBuilder()
                .setLineage(LineageRow.newBuilder()
                        .setOwner(status.getOwner())
                        .setPeer(lineage.getPeer())
                        .setVersion(status.getVersion())
                        .setRecordedAtMs(status.getRecordedAtMs())
                        .setState(lineage.getStateValue())
                        .setCurrentKeyId(lineage.getCurrentKeyId())
                        .setCurrentFromMs(rotated ? lineage.getLastRotatedAtMs() : status.getEffectiveFromMs())
                        .addAllKeyIds(keyIds(lineage))
                        .setRecord(bytes))
                .build();
    }

    private static List<ByteString> keyIds(Lineage lineage) {
        List<ByteString> ids = new ArrayList<>();
        if (!lineage.getCurrentKeyId().isEmpty()) {
            ids.add(lineage.getCurrentKeyId());
        }
        ids.addAll(lineage.getStagedKeyIdsList());
        lineage.getGraceKeysList().stream().map(GraceKey::getKeyId).forEach(ids::add);
        ids.addAll(lineage.getOneTimeKeyIdsList());
        return ids;
    }

    private static ReadModelRow policy(ByteString bytes) throws WireException {
        PolicyRecord record = RecordParser.policy(bytes);
        return ReadModelRow.newBuilder()
                .setPolicy(PolicyRow.newBuilder()
                        .setFleet(record.getFleet())
                        .setVersion(record.getVersion())
                        .setRecordedAtMs(record.getRecordedAtMs())
                        .setEffectiveFromMs(record.getEffectiveFromMs())
                        .setAuthor(record.getAuthor())
                        .setPolicy(record.getDocument().getId())
                        .setInitial(!record.hasEvidence())
                        .setRecord(bytes))
                .build();
    }

    private static List<ReadModelRow> prekeys(Arrival arrival) throws WireException {
        Slice slice = SliceParser.slice(arrival.getRecord());
        List<ReadModelRow> rows = new ArrayList<>();
        for (SlicedEnvelope command : slice.getEnvelopesList()) {
            Envelope envelope = command.getEnvelope();
            EnvelopeHeader header = EnvelopeParser.header(envelope.getHeader());
            if (header.getKind() == MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS) {
                Slice evidence =
                        slice.toBuilder().clearEnvelopes().addEnvelopes(command).build();
                UploadPrekeys upload = (UploadPrekeys) CommandParser.command(header, envelope.getBody());
                rows.addAll(prekeys(arrival, header.getSender(), upload, evidence.toByteString()));
            }
        }
        return rows;
    }

    private static List<ReadModelRow> prekeys(
            Arrival arrival, String owner, UploadPrekeys upload, ByteString evidence) {
        PrekeyRow.Builder common = PrekeyRow.newBuilder()
                .setOwner(owner)
                .setPeer(upload.getPeer())
                .setVersion(arrival.getOffset() + 1)
                .setAppendedAtMs(arrival.getIngestTimeMs())
                .setEvidence(evidence);
        List<ReadModelRow> rows = new ArrayList<>();
        if (upload.hasCurrent()) {
            addPrekey(common, upload.getCurrent(), false, rows);
        }
        upload.getStagedList().forEach(key -> addPrekey(common, key, false, rows));
        upload.getOneTimeList().forEach(key -> addPrekey(common, key, true, rows));
        return rows;
    }

    private static void addPrekey(PrekeyRow.Builder common, Prekey key, boolean oneTime, List<ReadModelRow> rows) {
        if (isNamedById(key)) {
            rows.add(ReadModelRow.newBuilder()
                    .setPrekey(common.setKeyId(key.getKeyId())
                            .setPublicKey(key.getPublicKey())
                            .setOneTime(oneTime))
                    .build());
        }
    }

    private static boolean isNamedById(Prekey key) {
        try {
            return EncapsulationKey.parse(key.getPublicKey()).keyId().bytes().equals(key.getKeyId());
        } catch (VerificationException e) {
            return false;
        }
    }
}
