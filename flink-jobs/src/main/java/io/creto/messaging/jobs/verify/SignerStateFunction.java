package io.creto.messaging.jobs.verify;

import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.IdentityShare;
import io.creto.messaging.jobs.state.LaneSequence;
import io.creto.messaging.jobs.state.WaitingRoom;
import io.creto.messaging.v1.Lane;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.jspecify.annotations.Nullable;

/** Keeps what {@link Admission} knows of the signer at hand in Flink's keyed state. A batch reads and writes one lane. */
abstract class SignerStateFunction extends KeyedCoProcessFunction<String, Arrival, IdentityShare, Admitted>
        implements SignerMemory {
    private transient @Nullable ValueState<IdentityShare> signer;
    private transient @Nullable MapState<String, IdentityShare> delegators;
    private transient @Nullable MapState<Integer, LaneSequence> lanes;
    private transient @Nullable ValueState<WaitingRoom> waitingRoom;
    private transient @Nullable MapState<Tuple2<Integer, Long>, Arrival> held;

    @Override
    public void open(OpenContext context) {
        var shares = new ProtobufTypeInformation<>(IdentityShare.class);
        var runtime = getRuntimeContext();
        signer = runtime.getState(new ValueStateDescriptor<>("signer", shares));
        delegators = runtime.getMapState(new MapStateDescriptor<>("delegators", Types.STRING, shares));
        lanes = runtime.getMapState(
                new MapStateDescriptor<>("lanes", Types.INT, new ProtobufTypeInformation<>(LaneSequence.class)));
        waitingRoom = runtime.getState(
                new ValueStateDescriptor<>("waiting-room", new ProtobufTypeInformation<>(WaitingRoom.class)));
        held = runtime.getMapState(new MapStateDescriptor<>(
                "held", Types.TUPLE(Types.INT, Types.LONG), new ProtobufTypeInformation<>(Arrival.class)));
    }

    @Override
    public Optional<SignerRecord> signer() throws Exception {
        return Optional.ofNullable(opened(signer).value()).map(SignerRecord::new);
    }

    @Override
    public Optional<SignerRecord> find(String agent) throws Exception {
        return Optional.ofNullable(opened(delegators).get(agent)).map(SignerRecord::new);
    }

    @Override
    public void keep(IdentityShare share) throws Exception {
        if (share.getAgent().equals(share.getSigner())) {
            opened(signer).update(share);
        } else {
            opened(delegators).put(share.getAgent(), share);
        }
    }

    @Override
    public LaneSequence lane(Lane lane) throws Exception {
        LaneSequence known = opened(lanes).get(lane.getNumber());
        return known == null ? LaneSequence.getDefaultInstance() : known;
    }

    @Override
    public void keep(Lane lane, LaneSequence sequence) throws Exception {
        opened(lanes).put(lane.getNumber(), sequence);
    }

    @Override
    public WaitingRoom waitingRoom() throws Exception {
        WaitingRoom room = opened(waitingRoom).value();
        return room == null ? WaitingRoom.getDefaultInstance() : room;
    }

    @Override
    public void keep(WaitingRoom room) throws Exception {
        if (room.getWaitingCount() == 0) {
            opened(waitingRoom).clear();
        } else {
            opened(waitingRoom).update(room);
        }
    }

    @Override
    public Arrival held(Place place) throws Exception {
        return Objects.requireNonNull(opened(held).get(key(place)), "nothing is held there");
    }

    @Override
    public void hold(Place place, Arrival batch) throws Exception {
        opened(held).put(key(place), batch);
    }

    @Override
    public void forget(Place place) throws Exception {
        opened(held).remove(key(place));
    }

    /** How many batches are held for the signer at hand. */
    int heldBatches() throws Exception {
        int count = 0;
        for (var place = opened(held).keys().iterator(); place.hasNext(); place.next()) {
            count++;
        }
        return count;
    }

    private static Tuple2<Integer, Long> key(Place place) {
        return Tuple2.of(place.room(), place.position());
    }

    private static <S> S opened(@Nullable S state) {
        return Objects.requireNonNull(state, "the operator is not open");
    }
}
