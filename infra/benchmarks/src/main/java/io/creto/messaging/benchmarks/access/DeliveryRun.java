package io.creto.messaging.benchmarks.access;

import io.creto.messaging.benchmarks.Journeys;
import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.benchmarks.access.DeliveryResult.FanOut;
import io.creto.messaging.benchmarks.fleet.BenchFleet;
import io.creto.messaging.client.internal.delivery.DeliveryAddress;
import io.creto.messaging.client.internal.delivery.DeliveryPlace;
import io.creto.messaging.client.internal.delivery.DeliverySession;
import io.creto.messaging.client.internal.delivery.DeliverySource;
import io.creto.messaging.client.internal.delivery.DeliverySource.Wanted;
import io.creto.messaging.client.internal.delivery.GatewaySource;
import io.creto.messaging.client.internal.delivery.KafkaSource;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.DeliveryContent;
import io.creto.messaging.v1.DeliveryStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.TopicPartition;

/** The way out, with the SDK's own sources: through the secured gateway beside straight from Kafka, in turns. */
final class DeliveryRun {
    /** Agents that listen to one partition. */
    static final int LISTENERS = 10;

    private static final int DIFFERENT_RECORDS = 500;
    private static final int WARM_UP_SECONDS = 1;
    private static final String READ = "creto_gateway_deliveries_read_total{reader=\"%s\"}";

    private final AccessPlan plan;
    private final Consumer<String> progress;
    private final AccessStand stand;
    private final SampleTraffic traffic;
    private final List<AgentId> agents;
    private final DeliveryWriter writer;
    private final List<DeliveryPlace> places;
    private final DeliverySource straight;
    private final List<DeliverySource> gateways;

    private DeliveryRun(
            AccessPlan plan, Consumer<String> progress, BenchFleet fleet, AccessStand stand, DeliveryWriter writer) {
        this.plan = plan;
        this.progress = progress;
        this.stand = stand;
        this.writer = writer;
        List<EnrolledAgent> enrolled =
                IntStream.range(0, LISTENERS).mapToObj(stand::agent).toList();
        agents = enrolled.stream().map(EnrolledAgent::id).toList();
        traffic = new SampleTraffic(fleet, enrolled.get(0));
        places = DeliveryAddress.of(agents.get(0), fleet.fleet().getFleet());
        straight = new KafkaSource(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stand.bootstrapServers()), "bench");
        gateways = enrolled.stream().map(this::gateway).toList();
    }

    /** Measures, on a stand of its own. */
    static DeliveryResult measure(AccessPlan plan, BenchFleet fleet, Consumer<String> progress) {
        progress.accept("delivery: starting");
        try (AccessStand stand = AccessStand.start(fleet, LISTENERS);
                DeliveryWriter writer = new DeliveryWriter(stand.bootstrapServers(), partition())) {
            return new DeliveryRun(plan, progress, fleet, stand, writer).measure();
        }
    }

    private DeliveryResult measure() {
        List<byte[]> own = traffic.deliveries(agents.subList(0, 1), DIFFERENT_RECORDS);
        IntStream.range(0, plan.records()).forEach(number -> writer.write(own.get(number % own.size())));
        writer.flush();
        double again = reads("lagging");
        Paired reads = reads();
        double received = (double) plan.records() * (plan.warmUpRounds() + plan.rounds());
        double againReads = (reads("lagging") - again) / received;
        List<Latencies> fromKafka = new ArrayList<>();
        List<Latencies> fromGateway = new ArrayList<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            progress.accept("delivery: latency, round " + round + " of " + plan.rounds());
            fromKafka.add(said("straight", latencies(List.of(straight), own)));
            fromGateway.add(said("gateway", latencies(gateways.subList(0, 1), own)));
        }
        return new DeliveryResult(reads, againReads, fromKafka, fromGateway, fanOut());
    }

    private Paired reads() {
        for (int round = 1; round <= plan.warmUpRounds(); round++) {
            progress.accept("delivery: warm-up " + round + " of " + plan.warmUpRounds());
            read("straight", straight);
            read("gateway", gateways.get(0));
        }
        List<Round> fromKafka = new ArrayList<>();
        List<Round> fromGateway = new ArrayList<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            progress.accept("delivery: round " + round + " of " + plan.rounds());
            fromKafka.add(read("straight", straight));
            fromGateway.add(read("gateway", gateways.get(0)));
        }
        return new Paired(fromKafka, fromGateway);
    }

    private Round read(String what, DeliverySource source) {
        try (DeliverySession session = source.open(wanted(DeliveryStart.DELIVERY_START_EARLIEST))) {
            Round round = Reading.measure(session, plan.records());
            progress.accept(String.format(
                    "  %s: %.0f records/s over %.1f s, %.1f µs of CPU each",
                    what, round.perSecond(), round.seconds(), round.cpuMicros()));
            return round;
        }
    }

    /** Records arrive at one of the listeners each; they are known by where they stand. */
    private Latencies latencies(List<DeliverySource> sources, List<byte[]> samples) {
        Journeys journeys = new Journeys(WARM_UP_SECONDS, plan.seconds());
        List<Supplier<DeliverySession>> openers = sources.stream()
                .<Supplier<DeliverySession>>map(
                        source -> () -> source.open(wanted(DeliveryStart.DELIVERY_START_LATEST)))
                .toList();
        try (Listeners listeners = Listeners.open(openers)) {
            long begin = listeners.first().positions().getOrDefault(partition(), -1L);
            listeners.listen(delivered -> journeys.arrived((int) (delivered.next() - 1 - begin)));
            return journeys.run(number -> writer.write(samples.get(number % samples.size())));
        }
    }

    private FanOut fanOut() {
        progress.accept("delivery: " + LISTENERS + " listeners of one partition");
        List<byte[]> forAll = traffic.deliveries(agents, DIFFERENT_RECORDS);
        double newest = reads("newest");
        double lagging = reads("lagging");
        Latencies latencies = latencies(gateways, forAll);
        int records = (WARM_UP_SECONDS + plan.seconds()) * Journeys.PER_SECOND;
        return new FanOut(
                LISTENERS,
                records,
                (reads("newest") - newest) / records,
                (reads("lagging") - lagging) / records,
                said("gateway", latencies));
    }

    private double reads(String reader) {
        return Scrape.value(stand.metricsPort(Door.SECURED), READ.formatted(reader));
    }

    private DeliverySource gateway(EnrolledAgent agent) {
        return new GatewaySource(stand.connect(Door.SECURED, agent), agent.id(), "loopback");
    }

    private Wanted wanted(DeliveryStart start) {
        return new Wanted(places, Map.of(), start, DeliveryContent.DELIVERY_CONTENT_MESSAGES);
    }

    private static TopicPartition partition() {
        return new TopicPartition(BenchFleet.delivery().name(), AccessStand.PARTITION);
    }

    private Latencies said(String what, Latencies latencies) {
        progress.accept(String.format("  %s: p50 %.2f ms, p99 %.2f ms", what, latencies.p50(), latencies.p99()));
        return latencies;
    }
}
