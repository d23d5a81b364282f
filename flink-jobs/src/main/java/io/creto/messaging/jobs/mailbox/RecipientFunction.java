package io.creto.messaging.jobs.mailbox;

import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.OperatorMetrics;
import io.creto.messaging.jobs.io.ProtobufTypeInformation;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.Recipient;
import io.creto.messaging.jobs.state.RecipientNews;
import io.creto.messaging.jobs.state.ShardRecipient;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is known of recipients to their shards: fleets and news of agents, both keyed by fleet, in; whole recipients keyed
 * by shard out. When a fleet's shards change, all its recipients go to the new ones.
 */
public final class RecipientFunction extends KeyedCoProcessFunction<String, FleetShare, RecipientNews, ShardRecipient> {
    private transient @Nullable ValueState<FleetShare> fleet;
    private transient @Nullable MapState<String, Recipient> recipients;
    private transient @Nullable OperatorMetrics metrics;

    @Override
    public void open(OpenContext context) {
        var runtime = getRuntimeContext();
        fleet = runtime.getState(new ValueStateDescriptor<>("fleet", new ProtobufTypeInformation<>(FleetShare.class)));
        recipients = runtime.getMapState(
                new MapStateDescriptor<>("recipients", Types.STRING, new ProtobufTypeInformation<>(Recipient.class)));
        metrics = new OperatorMetrics(runtime.getMetricGroup());
    }

    @Override
    public void processElement1(FleetShare share, Context context, Collector<ShardRecipient> out) throws Exception {
        Objects.requireNonNull(metrics).reference(() -> move(share, out));
    }

    private void move(FleetShare share, Collector<ShardRecipient> out) throws Exception {
        ValueState<FleetShare> state = Objects.requireNonNull(fleet);
        FleetShare known = state.value();
        if (!FleetShares.replaces(share, known)) {
            return;
        }
        state.update(share);
        boolean moved = known == null
                || known.getGeneration() != share.getGeneration()
                || known.getDeliveryPartitions() != share.getDeliveryPartitions();
        if (moved) {
            for (Recipient recipient : Objects.requireNonNull(recipients).values()) {
                emit(recipient, share, out);
            }
        }
    }

    @Override
    public void processElement2(RecipientNews news, Context context, Collector<ShardRecipient> out) throws Exception {
        Objects.requireNonNull(metrics).element(() -> learn(news, out));
    }

    private void learn(RecipientNews news, Collector<ShardRecipient> out) throws Exception {
        MapState<String, Recipient> state = Objects.requireNonNull(recipients);
        Recipient before = state.get(news.getAgent());
        Recipient known = before == null ? Recipient.getDefaultInstance() : before;
        Optional<Recipient> now = Recipients.learn(known, news);
        if (now.isPresent()) {
            state.put(news.getAgent(), now.get());
            FleetShare share = Objects.requireNonNull(fleet).value();
            if (share != null) {
                emit(now.get(), share, out);
            }
        }
    }

    private void emit(Recipient recipient, FleetShare share, Collector<ShardRecipient> out) {
        out.collect(ShardRecipient.newBuilder()
                .setShard(FleetShares.shard(share, FleetShares.partition(share, recipient.getAgent())))
                .setRecipient(recipient)
                .build());
        Objects.requireNonNull(metrics).out();
    }
}
