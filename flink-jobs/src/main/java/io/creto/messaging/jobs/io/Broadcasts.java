package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.PoliciesReadUp;
import io.creto.messaging.jobs.state.PolicyHistory;
import io.creto.messaging.jobs.state.TraitHistory;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/** What every subtask knows whole. It lies on the heap, so nothing here grows with agents, but for what admins have said of them. */
public final class Broadcasts {
    /** Fleets by name: one small entry each. */
    public static final MapStateDescriptor<String, FleetShare> FLEETS =
            new MapStateDescriptor<>("fleets", Types.STRING, new ProtobufTypeInformation<>(FleetShare.class));
    /** Policies by fleet. */
    public static final MapStateDescriptor<String, PolicyHistory> POLICIES =
            new MapStateDescriptor<>("policies", Types.STRING, new ProtobufTypeInformation<>(PolicyHistory.class));
    /** What policies can ask about agents, by agent: of those that have groups or attributes. */
    public static final MapStateDescriptor<String, TraitHistory> TRAITS =
            new MapStateDescriptor<>("traits", Types.STRING, new ProtobufTypeInformation<>(TraitHistory.class));
    /** Whether policies have been read up once: one entry. */
    public static final MapStateDescriptor<String, PoliciesReadUp> POLICIES_READ_UP = new MapStateDescriptor<>(
            "policies-read-up", Types.STRING, new ProtobufTypeInformation<>(PoliciesReadUp.class));

    private Broadcasts() {}
}
