package io.creto.messaging.jobs.readmodel;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.readmodel.SampleRecords.arrival;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.state.AgentRow;
import io.creto.messaging.jobs.state.FleetRow;
import io.creto.messaging.jobs.state.LineageRow;
import io.creto.messaging.jobs.state.PolicyRow;
import io.creto.messaging.jobs.state.PrekeyRow;
import io.creto.messaging.jobs.state.ReadModelRow;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.Rotate;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.UploadPrekeys;
import org.junit.jupiter.api.Test;

class ReadModelRowsTest {
    @Test
    void aFleetsRecordIsKeptAsItCame() throws Exception {
        IdentityRecord record = SampleRecords.fleet(7);
        assertThat(ReadModelRows.of(arrival(Topics.IDENTITIES, record)))
                .extracting(ReadModelRow::getFleet)
                .containsExactly(FleetRow.newBuilder()
                        .setFleet("acme")
                        .setVersion(7)
                        .setRecord(record.toByteString())
                        .build());
    }

    @Test
    void anAgentsRecordIsKeptAsItCameAndWithoutEvidence() throws Exception {
        IdentityRecord record = SampleRecords.agent("bob", 3).toBuilder()
                .addEvidence(SampleRecords.upload(SampleRecords.prekey()))
                .build();
        assertThat(ReadModelRows.of(arrival(Topics.IDENTITIES, record)))
                .extracting(ReadModelRow::getAgent)
                .containsExactly(AgentRow.newBuilder()
                        .setAgent("acme/bob")
                        .setFleet("acme")
                        .setVersion(3)
                        .setListing(record.getAgent().toByteString())
                        .setRecord(record.toByteString())
                        .build());
    }

    @Test
    void aLineageNamesEveryKeyThatStandsInIt() throws Exception {
        var current = SampleRecords.keyId();
        var staged = SampleRecords.keyId();
        var grace = SampleRecords.keyId();
        var oneTime = SampleRecords.keyId();
        KeyStatus.Builder status = SampleRecords.status(9, NOW + 5, current, grace).toBuilder();
        status.getLineageBuilder().addStagedKeyIds(staged).addOneTimeKeyIds(oneTime);
        KeyStatus record = status.build();
        assertThat(ReadModelRows.of(arrival(Topics.KEY_STATUS, record)))
                .extracting(ReadModelRow::getLineage)
                .containsExactly(LineageRow.newBuilder()
                        .setOwner(ALICE.id())
                        .setPeer("*")
                        .setVersion(9)
                        .setRecordedAtMs(NOW + 5)
                        .setState(record.getLineage().getStateValue())
                        .setCurrentKeyId(current)
                        .setCurrentFromMs(NOW)
                        .addKeyIds(current)
                        .addKeyIds(staged)
                        .addKeyIds(grace)
                        .addKeyIds(oneTime)
                        .setRecord(record.toByteString())
                        .build());
    }

    @Test
    void anUploadIsARowForEachKeyWithTheCommandAsEvidence() throws Exception {
        Prekey current = SampleRecords.prekey();
        Prekey staged = SampleRecords.prekey();
        Prekey oneTime = SampleRecords.prekey();
        Slice slice = SampleRecords.upload(UploadPrekeys.newBuilder()
                .setPeer("*")
                .setCurrent(current)
                .addStaged(staged)
                .addOneTime(oneTime)
                .build());
        PrekeyRow.Builder expected = PrekeyRow.newBuilder()
                .setOwner(ALICE.id())
                .setPeer("*")
                .setVersion(43)
                .setAppendedAtMs(NOW)
                .setEvidence(slice.toByteString());
        assertThat(ReadModelRows.of(arrival(Topics.KEYRING_LOG, slice)))
                .extracting(ReadModelRow::getPrekey)
                .containsExactly(
                        row(expected, current, false), row(expected, staged, false), row(expected, oneTime, true));
    }

    @Test
    void aKeyUnderAnIdThatIsNotItsOwnIsNoRow() throws Exception {
        Prekey good = SampleRecords.prekey();
        Prekey posing =
                SampleRecords.prekey().toBuilder().setKeyId(good.getKeyId()).build();
        assertThat(ReadModelRows.of(arrival(Topics.KEYRING_LOG, SampleRecords.upload(good))))
                .hasSize(1);
        assertThat(ReadModelRows.of(arrival(Topics.KEYRING_LOG, SampleRecords.upload(posing))))
                .isEmpty();
    }

    @Test
    void theEvidenceOfAnUploadIsItsOwnEnvelopeAlone() throws Exception {
        Prekey first = SampleRecords.prekey();
        Prekey second = SampleRecords.prekey();
        Slice both = SampleSlices.of(
                ALICE,
                SampleRecords.upload(first).getEnvelopes(0).getEnvelope(),
                SampleRecords.upload(second).getEnvelopes(0).getEnvelope());
        var rows = ReadModelRows.of(arrival(Topics.KEYRING_LOG, both));
        assertThat(rows).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(Slice.parseFrom(rows.get(i).getPrekey().getEvidence()))
                    .isEqualTo(both.toBuilder()
                            .clearEnvelopes()
                            .addEnvelopes(both.getEnvelopes(i))
                            .build());
        }
    }

    @Test
    void otherCommandsOfTheKeyringBringNoRow() throws Exception {
        Rotate rotate = Rotate.newBuilder()
                .setOwner(ALICE.id())
                .setPeer("*")
                .setCurrentKeyId(SampleRecords.keyId())
                .build();
        Slice slice =
                SampleSlices.of(ALICE, SampleEnvelopes.command(ALICE.id(), MessageKind.MESSAGE_KIND_ROTATE, rotate));
        assertThat(ReadModelRows.of(arrival(Topics.KEYRING_LOG, slice))).isEmpty();
    }

    @Test
    void aPolicyIsKeptAsItCameAndWithWhatAListSaysOfIt() throws Exception {
        PolicyRecord record = SampleRecords.policy(4, "night");
        assertThat(ReadModelRows.of(arrival(Topics.POLICIES, record)))
                .extracting(ReadModelRow::getPolicy)
                .containsExactly(PolicyRow.newBuilder()
                        .setFleet("acme")
                        .setVersion(4)
                        .setRecordedAtMs(NOW)
                        .setEffectiveFromMs(NOW + 1000)
                        .setAuthor(ALICE.id())
                        .setPolicy("night")
                        .setRecord(record.toByteString())
                        .build());
    }

    @Test
    void aPolicyThatNobodySignedIsTheInitialOne() throws Exception {
        PolicyRecord record =
                SampleRecords.policy(1, "default").toBuilder().clearEvidence().build();
        assertThat(ReadModelRows.of(arrival(Topics.POLICIES, record)))
                .singleElement()
                .satisfies(row -> assertThat(row.getPolicy().getInitial()).isTrue());
    }

    @Test
    void aTopicThatIsNotTheReadModelsIsADefect() {
        assertThatThrownBy(() -> ReadModelRows.of(arrival(Topics.VERDICTS, SampleRecords.fleet(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PrekeyRow row(PrekeyRow.Builder common, Prekey key, boolean oneTime) {
        return common.clone()
                .setKeyId(key.getKeyId())
                .setPublicKey(key.getPublicKey())
                .setOneTime(oneTime)
                .build();
    }
}
