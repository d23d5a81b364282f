package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.io.SideOutputs;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.state.LaneSequence;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.IngestRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** {@link VerifyFunction} in its operator, with the records of the topics as input. */
final class VerifyHarness {
    private final KeyedTwoInputStreamOperatorTestHarness<String, Arrival, IdentityShare, Admitted> harness;
    private final VerifyFunction function;
    private final boolean rocksDb;

    private VerifyHarness(boolean rocksDb, @Nullable OperatorSubtaskState snapshot) throws Exception {
        this.rocksDb = rocksDb;
        this.function = new VerifyFunction();
        this.harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(function), Arrival::getSigner, IdentityShare::getSigner, Types.STRING);
        harness.setStateBackend(rocksDb ? new EmbeddedRocksDBStateBackend(true) : new HashMapStateBackend());
        harness.setup(new ProtobufTypeInformation<>(Admitted.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
    }

    static VerifyHarness open(boolean rocksDb) throws Exception {
        return new VerifyHarness(rocksDb, null);
    }

    /** Another operator with this one's state; this one is closed. */
    VerifyHarness restored() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        return new VerifyHarness(rocksDb, snapshot);
    }

    void arrive(SignedBatch batch, long ingestTimeMs) throws Exception {
        arrive(Lane.LANE_NORMAL, batch, ingestTimeMs);
    }

    void arrive(Lane lane, SignedBatch batch, long ingestTimeMs) throws Exception {
        Arrival arrival = Arrival.newBuilder()
                .setRecord(IngestRecord.newBuilder().setBatch(batch).build().toByteString())
                .setSigner(BatchParser.header(batch.getHeader()).getSigner())
                .setLane(lane.getNumber())
                .setIngestTimeMs(ingestTimeMs)
                .setTopic(Topics.ingest(lane).name())
                .build();
        harness.processElement1(new StreamRecord<>(arrival, ingestTimeMs));
    }

    void learn(IdentityRecord.Builder record) throws Exception {
        for (IdentityShare share : IdentityShares.of(record.build())) {
            harness.processElement2(new StreamRecord<>(share, record.getRecordedAtMs()));
        }
    }

    void watermark(long timestamp) throws Exception {
        harness.processBothWatermarks(new Watermark(timestamp));
    }

    List<Slice> accepted() {
        return harness.extractOutputValues().stream().map(Admitted::getSlice).toList();
    }

    List<Admitted> admitted() {
        return harness.extractOutputValues();
    }

    List<Long> sequences() throws WireException {
        List<Long> sequences = new ArrayList<>();
        for (Slice slice : accepted()) {
            BatchHeader header = BatchParser.header(slice.getBatchHeader());
            sequences.add(header.getSequence());
        }
        return sequences;
    }

    List<Verdict> verdicts() {
        return side(SideOutputs.ANNOUNCEMENTS).stream()
                .map(Announcement::getVerdict)
                .toList();
    }

    /** Verdicts that are recorded in topic {@code verdicts} and go to nobody. */
    List<Verdict> recordedOnly() {
        return side(SideOutputs.ANNOUNCEMENTS).stream()
                .filter(Announcement::getRecordOnly)
                .map(Announcement::getVerdict)
                .toList();
    }

    List<DeadLetter> deadLetters() {
        return side(SideOutputs.DEAD_LETTERS);
    }

    List<RejectionReason> batchReasons() {
        return verdicts().stream().map(Verdict::getBatchReason).toList();
    }

    int timers() {
        return harness.numEventTimeTimers();
    }

    /** The lane of the signer whose element was processed last. */
    LaneSequence lane(Lane lane) throws Exception {
        return function.lane(lane);
    }

    boolean waitingRoomIsEmpty() throws Exception {
        return function.waitingRoom().getWaitingCount() == 0;
    }

    /** Batches that are held for the signer whose element was processed last. */
    int heldBatches() throws Exception {
        return function.heldBatches();
    }

    /** State of any kind of the signer whose element was processed last. */
    int stateEntries() throws Exception {
        int lanes = 0;
        for (Lane lane : List.of(Lane.LANE_URGENT, Lane.LANE_NORMAL, Lane.LANE_BULK)) {
            lanes += function.lane(lane).equals(LaneSequence.getDefaultInstance()) ? 0 : 1;
        }
        return lanes
                + heldBatches()
                + (waitingRoomIsEmpty() ? 0 : 1)
                + (function.signer().isPresent() ? 1 : 0);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        Queue<StreamRecord<T>> records = harness.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }

    void close() throws Exception {
        harness.close();
    }
}
