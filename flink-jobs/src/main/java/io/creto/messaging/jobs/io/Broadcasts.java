package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.state.FleetShare;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/** What every subtask knows whole. It lies on the heap, so nothing here grows with agents. */
public final class Broadcasts {
    /** Fleets by name: one small entry each. */
    public static final MapStateDescriptor<String, FleetShare> FLEETS =
            new MapStateDescriptor<>("fleets", Types.STRING, new ProtobufTypeInformation<>(FleetShare.class));

    private Broadcasts() {}
}
