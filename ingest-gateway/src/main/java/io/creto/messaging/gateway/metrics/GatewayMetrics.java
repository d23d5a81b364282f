package io.creto.messaging.gateway.metrics;

import io.creto.messaging.gateway.admission.InFlight;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.limit.Limit;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What the gateway counts. Every batch that was submitted is later accepted, refused or failed, once; what is neither yet
 * is in flight. Thread-safe.
 */
public final class GatewayMetrics {
    private static final String PREFIX = "creto.gateway.";

    /** How it ended that a caller was asked who it is. */
    public enum Authenticated {
        /** By a token that was checked whole. */
        VERIFIED,
        /** By a token that had been checked before. */
        KNOWN,
        /** Without token, for a call that needs none. */
        STRANGER,
        /** It was not believed. */
        REFUSED,
        /** Nobody could tell: too many at once, or the read model does not answer. */
        FAILED
    }

    private static final String AUTHENTICATION_ON =
            "1 while callers are asked who they are, 0 with auth.insecure-anonymous";

    private final MeterRegistry registry;
    private final Counter submitted;
    private final MeterProvider<Counter> accepted;
    private final MeterProvider<Counter> refused;
    private final MeterProvider<Counter> failed;
    private final MeterProvider<Counter> limited;
    private final MeterProvider<Counter> ticks;
    private final MeterProvider<Counter> directoryCalls;
    private final MeterProvider<Counter> authentications;
    private final Counter callersEnded;
    private final Counter delivered;
    private final MeterProvider<Counter> deliveriesRead;
    private final Timer append;

    /** @param registry where all is registered */
    public GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        submitted = counter("batches.submitted", "Batches that arrived").register(registry);
        accepted =
                counter("batches.accepted", "Batches that the log has, by lane").withRegistry(registry);
        refused = counter("batches.refused", "Batches refused at admission, by reason")
                .withRegistry(registry);
        failed = counter("batches.failed", "Well-formed batches not accepted, by cause")
                .withRegistry(registry);
        limited = counter(
                        "limited",
                        "Calls, batches and connections refused, and pauses of streams, because somebody has used up its limits")
                .withRegistry(registry);
        ticks = counter("ticks", "Ticks on quiet partitions, by result").withRegistry(registry);
        directoryCalls = counter("directory.calls", "Calls of the directory that ended, by call and result")
                .withRegistry(registry);
        authentications = counter("authentications", "Calls whose caller was asked who it is, by result")
                .withRegistry(registry);
        callersEnded = counter("callers.ended", "Tokens that ceased to count before they expired")
                .register(registry);
        delivered = counter("deliveries.sent", "Records sent to receivers").register(registry);
        deliveriesRead = counter("deliveries.read", "Delivery records read from Kafka, by reader")
                .withRegistry(registry);
        append = Timer.builder(PREFIX + "append")
                .description("From handing a batch to the log until all replicas in sync have it")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(registry);
    }

    /** Shows what is in flight. */
    public void watch(InFlight inFlight) {
        gauge("in.flight.batches", "Batches handed to the log and not answered", inFlight::batches);
        Gauge.builder(PREFIX + "in.flight.bytes", inFlight, InFlight::bytes)
                .description("Their bytes")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    /** Shows how many connections are open. */
    public void watchConnections(IntSupplier open) {
        gauge("connections.open", "Open connections of agents, from their first byte on", open);
    }

    /** Shows how many streams are open. */
    public void watchStreams(IntSupplier open) {
        gauge("streams.open", "Open submission streams", open);
    }

    /** Shows whether the log answers. */
    public void watchLog(BooleanSupplier answers) {
        gauge("log.answers", "1 while the log answers, else 0", () -> answers.getAsBoolean() ? 1 : 0);
    }

    /** Shows the directory's calls that have not ended, and whether its read model answers. */
    public void watchDirectory(IntSupplier open, BooleanSupplier answers) {
        gauge("directory.calls.open", "Calls of the directory that have not ended", open);
        gauge("directory.answers", "1 while the read model answers, else 0", () -> answers.getAsBoolean() ? 1 : 0);
    }

    /** A call of the directory ended. */
    public void directoryCall(String call, boolean answered) {
        directoryCalls
                .withTags("call", call, "result", answered ? "answered" : "failed")
                .increment();
    }

    /** Shows that callers are asked who they are, and how many calls wait for that. */
    public void watchAuthentication(IntSupplier waiting) {
        gauge("authentication.on", AUTHENTICATION_ON, () -> 1);
        gauge("authentications.waiting", "Calls that wait until it is known who calls", waiting);
    }

    /** Shows that nobody is asked who they are. */
    public void noAuthentication() {
        gauge("authentication.on", AUTHENTICATION_ON, () -> 0);
    }

    /** A caller was asked who it is. */
    public void authentication(Authenticated result) {
        authentications.withTag("result", word(result.name())).increment();
    }

    /** A token ceased to count before it expired. */
    public void callerEnded() {
        callersEnded.increment();
    }

    /** Shows who receives, and how many of their shares of partitions lag. */
    public void watchDeliveries(IntSupplier streams, IntSupplier partitions, IntSupplier lagging, LongSupplier bytes) {
        gauge("deliveries.streams", "Open streams of receivers", streams);
        gauge("deliveries.partitions", "Delivery partitions that somebody listens to", partitions);
        gauge("deliveries.lagging", "Receivers' shares of partitions that are read again because they lag", lagging);
        Gauge.builder(PREFIX + "deliveries.waiting.bytes", bytes::getAsLong)
                .description("Bytes of records that wait for receivers")
                .baseUnit("bytes")
                .register(registry);
    }

    /** A record was sent to a receiver. */
    public void delivered() {
        delivered.increment();
    }

    /** Records were read from Kafka for receivers. */
    public void deliveriesRead(String reader, int records) {
        deliveriesRead.withTag("reader", reader).increment(records);
    }

    /** A batch arrived. */
    public void submitted() {
        submitted.increment();
    }

    /** The log has a batch. */
    public void accepted(Lane lane, long appendNanos) {
        accepted.withTag("lane", word(lane.name().substring("LANE_".length()))).increment();
        append.record(Duration.ofNanos(appendNanos));
    }

    /** A batch was refused at admission. */
    public void refused(RejectionReason reason) {
        refused.withTag("reason", word(Faults.name(reason))).increment();
    }

    /** A well-formed batch was not accepted. */
    public void failed(Kind cause) {
        failed.withTag("cause", word(cause.name())).increment();
    }

    /** A call, batch or connection was refused or a stream paused, because somebody has used up what it may. */
    public void limited(Limit limit, boolean stranger) {
        limited.withTags("limit", word(limit.name()), "caller", stranger ? "stranger" : "agent")
                .increment();
    }

    /** A tick was written, or could not be. */
    public void tick(boolean written) {
        ticks.withTag("result", written ? "written" : "failed").increment();
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description);
    }

    private void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(PREFIX + name, value::getAsInt).description(description).register(registry);
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
