package io.creto.messaging.gateway.delivery.log;

import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.gateway.delivery.DeliveryHub;
import io.creto.messaging.gateway.delivery.DeliveryLog;
import io.creto.messaging.gateway.delivery.Place;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.AuthorizationException;

/** Kafka for the way out: one reader of the newest records, one for those who lag, and the questions. Thread-safe. */
public final class KafkaDeliveries implements DeliveryLog, DeliveryHub.Readers, AutoCloseable {
    private static final int NEWEST_RECORDS = 500;

    /** So few that who is read for has room for all of them, as a rule: what it refuses has to be read again. */
    private static final int LAGGING_RECORDS = 64;

    private final DeliveryHub hub;
    private final KafkaDeliveryLog log;
    private final NewestRecords newest;
    private final LaggingRecords lagging;
    private final RecordReader newestReader;
    private final RecordReader laggingReader;

    /** Starts its threads, which read when somebody listens. */
    public KafkaDeliveries(GatewayConfig config, DeliveryHub hub, GatewayMetrics metrics) {
        this.hub = hub;
        log = new KafkaDeliveryLog(config.id(), config.kafka());
        newest = new NewestRecords(hub, metrics, System::nanoTime);
        lagging = new LaggingRecords(hub, metrics);
        newestReader = new RecordReader(
                "delivery-newest",
                () -> DeliveryConsumers.open(config, "delivery-newest", NEWEST_RECORDS),
                newest,
                this::failed);
        laggingReader = new RecordReader(
                "delivery-lagging",
                () -> DeliveryConsumers.open(config, "delivery-lagging", LAGGING_RECORDS),
                lagging,
                this::failed);
        hub.readBy(this);
        newestReader.start();
        laggingReader.start();
    }

    @Override
    public void follow(Place place, long from) {
        newest.follow(place, from);
    }

    @Override
    public void leave(Place place) {
        newest.leave(place);
    }

    @Override
    public void look() {
        lagging.look();
    }

    @Override
    public CompletableFuture<Map<Place, Range>> ranges(Collection<Place> places) {
        return log.ranges(places);
    }

    @Override
    public CompletableFuture<Map<Place, Long>> acknowledged(String group, Collection<Place> places) {
        return log.acknowledged(group, places);
    }

    @Override
    public CompletableFuture<Void> acknowledge(String group, Map<Place, Long> offsets) {
        return log.acknowledge(group, offsets);
    }

    private void failed(Predicate<String> topics, Throwable why) {
        Kind kind = why instanceof AuthorizationException ? Kind.INTERNAL : Kind.LOG_UNAVAILABLE;
        GatewayException failure = new GatewayException(kind, "the deliveries cannot be read", why);
        hub.fail(place -> topics.test(place.topic()), failure);
    }

    @Override
    public void close() {
        newestReader.close();
        laggingReader.close();
        log.close();
    }
}
