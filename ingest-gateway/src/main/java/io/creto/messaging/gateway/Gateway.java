package io.creto.messaging.gateway;

import io.creto.messaging.gateway.admission.InFlight;
import io.creto.messaging.gateway.auth.Attempts;
import io.creto.messaging.gateway.auth.Authenticator;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.auth.CallerContext;
import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.gateway.config.LimitsConfig;
import io.creto.messaging.gateway.config.TimeConfig;
import io.creto.messaging.gateway.delivery.DeliveryHub;
import io.creto.messaging.gateway.delivery.DeliveryService;
import io.creto.messaging.gateway.delivery.log.KafkaDeliveries;
import io.creto.messaging.gateway.directory.Directory;
import io.creto.messaging.gateway.directory.DirectoryHealth;
import io.creto.messaging.gateway.directory.DirectoryService;
import io.creto.messaging.gateway.directory.JdbcDirectory;
import io.creto.messaging.gateway.directory.NoDirectoryService;
import io.creto.messaging.gateway.fault.FaultInterceptor;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.fault.GatewayStartException;
import io.creto.messaging.gateway.limit.FleetQuotas;
import io.creto.messaging.gateway.limit.LimitInterceptor;
import io.creto.messaging.gateway.log.KafkaIngestLog;
import io.creto.messaging.gateway.log.PartitionActivity;
import io.creto.messaging.gateway.log.Ticker;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.gateway.metrics.LogHealth;
import io.creto.messaging.gateway.metrics.MetricsServer;
import io.creto.messaging.gateway.rest.RestServer;
import io.creto.messaging.gateway.submit.SubmissionService;
import io.creto.messaging.gateway.submit.Submissions;
import io.creto.messaging.gateway.tls.ServerTls;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway. Closing it drains: it takes nothing more, answers what is in flight within a bounded time, and tells the
 * rest that it is not available. Thread-safe.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final GatewayConfig config;
    private final InFlight inFlight;
    private final LogHealth health;
    private final MetricsServer metricsServer;
    private final KafkaIngestLog log;
    private final SubmissionService service;
    private final Optional<DeliveryService> delivery;
    private final @Nullable RestServer rest;
    private final Server server;
    private final Heartbeat heartbeat;
    /** Whatever is to be closed, the newest first. */
    private final Deque<AutoCloseable> parts;

    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private Gateway(GatewayConfig config, List<ServerInterceptor> interceptors, Deque<AutoCloseable> parts) {
        this.config = config;
        this.parts = parts;
        LimitsConfig limits = config.limits();
        TimeConfig time = config.time();

        if (!config.auth().insecureAnonymous() && !config.directory().isOn()) {
            throw new GatewayStartException(
                    "directory.url: not given, so nobody can be authenticated; give the read model, or set"
                            + " auth.insecure-anonymous to true, for loopback only",
                    null);
        }
        ServerTls tls = tls();
        metricsServer =
                new MetricsServer(config.metrics().host(), config.metrics().port());
        parts.push(metricsServer);
        inFlight = new InFlight(limits.inFlightBatches(), limits.inFlightBytes());
        HealthStatusManager statuses = new HealthStatusManager();
        health = new LogHealth(statuses, nanos(time.silenceMs()), System::nanoTime);
        PartitionActivity activity = new PartitionActivity(nanos(time.tickMs()));
        log = KafkaIngestLog.connect(config, appended -> {
            activity.appended(appended.partition(), System.nanoTime());
            health.appended();
        });
        parts.push(log);
        activity.watch(log.partitions(), System.nanoTime());

        GatewayMetrics metrics = new GatewayMetrics(metricsServer.registry());
        Faults faults = new Faults(Duration.ofMillis(limits.retryAfterMs()));
        Supplier<Caller> caller = config.auth().insecureAnonymous() ? () -> Caller.ANYONE : CallerContext::current;
        Optional<JdbcDirectory> readModel = readModel();
        Submissions submissions = new Submissions(log, inFlight, quotas(readModel, metrics), metrics);
        service = new SubmissionService(submissions, faults, limits.streamBatches(), caller);
        metrics.watch(inFlight);
        metrics.watchStreams(service::openStreams);
        metrics.watchLog(health::logAnswers);

        BindableService directory = directory(readModel, statuses, caller, metrics);
        delivery = readModel.map(model -> delivery(model, caller, metrics));
        LimitInterceptor limiting = limits(caller, metrics);
        List<ServerInterceptor> all = new ArrayList<>(authentication(readModel, limiting.attempts(), metrics));
        all.add(limiting);
        all.addAll(interceptors);
        FaultInterceptor faultsOfCalls = new FaultInterceptor(faults);
        rest = rest(tls, faults, faultsOfCalls, all, services(service, directory));
        if (rest != null) {
            parts.push(rest);
        }
        EventLoops threads = EventLoops.create();
        parts.push(threads);
        server = GrpcListener.start(
                config.grpc(),
                tls == null ? null : tls.context(),
                threads,
                metrics,
                faultsOfCalls,
                all,
                services(service, directory, statuses.getHealthService()));
        Ticker ticker = new Ticker(log, activity, metrics, config.id(), InstantSource.system(), System::nanoTime);
        heartbeat = new Heartbeat(Duration.ofMillis(time.tickMs()), List.of(ticker, health));
    }

    /**
     * Starts, and returns when agents can connect.
     *
     * @param interceptors see every call that authentication and limits let through, the first one first
     * @throws GatewayStartException if a port is taken, Kafka does not answer, the ingest topics are not as they must be, or there
     *     is no directory to know callers by
     */
    public static Gateway start(GatewayConfig config, List<ServerInterceptor> interceptors) {
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try {
            Gateway gateway = new Gateway(config, interceptors, started);
            LOG.info(
                    "agents: {}:{}, {}; HTTP/JSON: {}; metrics: http://{}:{}/metrics",
                    config.grpc().host(),
                    gateway.port(),
                    config.tls().isOn() ? "TLS 1.3" : "PLAINTEXT (no TLS: keep it on loopback)",
                    gateway.restAddress(),
                    config.metrics().host(),
                    gateway.metricsPort());
            return gateway;
        } catch (RuntimeException e) {
            started.forEach(Gateway::closeQuietly);
            throw e;
        }
    }

    /** The port that agents connect to. */
    public int port() {
        return server.getPort();
    }

    /** The port that HTTP/JSON is spoken on. */
    public OptionalInt restPort() {
        return rest == null ? OptionalInt.empty() : OptionalInt.of(rest.port());
    }

    /** The port that metrics are read from. */
    public int metricsPort() {
        return metricsServer.port();
    }

    private String restAddress() {
        return rest == null ? "off" : config.rest().host() + ":" + rest.port();
    }

    /** Waits until the gateway is closed. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Drains and stops; waits for that. Further calls wait only. */
    @Override
    public void close() {
        try {
            if (closing.compareAndSet(false, true)) {
                drain();
                closed.countDown();
            }
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable ServerTls tls() {
        if (config.tls().insecurePlaintext()) {
            return null;
        }
        ServerTls tls = ServerTls.open(config.tls());
        parts.push(tls);
        return tls;
    }

    private @Nullable RestServer rest(
            @Nullable ServerTls tls,
            Faults faults,
            FaultInterceptor outermost,
            List<ServerInterceptor> interceptors,
            List<BindableService> services) {
        if (!config.rest().isOn()) {
            return null;
        }
        List<ServerInterceptor> all = new ArrayList<>();
        all.add(outermost);
        all.addAll(interceptors);
        return RestServer.start(
                config.rest(),
                config.grpc(),
                tls == null ? null : tls.certificate(),
                faults,
                all,
                services,
                health::isServing);
    }

    private Optional<JdbcDirectory> readModel() {
        if (!config.directory().isOn()) {
            return Optional.empty();
        }
        int confirming = 1;
        int authenticating =
                config.auth().insecureAnonymous() ? 0 : config.auth().threads() + confirming;
        int quotas = 1;
        JdbcDirectory readModel = new JdbcDirectory(
                config.directory(),
                config.directory().poolSize() + authenticating + quotas + DeliveryService.CONNECTIONS);
        parts.push(readModel);
        return Optional.of(readModel);
    }

    /** Closed with the gateway. */
    private FleetQuotas quotas(Optional<JdbcDirectory> readModel, GatewayMetrics metrics) {
        FleetQuotas quotas =
                readModel.map(model -> FleetQuotas.of(model, metrics)).orElseGet(() -> FleetQuotas.none(metrics));
        parts.push(quotas);
        return quotas;
    }

    /** What it starts is closed with the gateway. */
    private BindableService directory(
            Optional<JdbcDirectory> readModel,
            HealthStatusManager statuses,
            Supplier<Caller> caller,
            GatewayMetrics metrics) {
        if (readModel.isEmpty()) {
            DirectoryHealth.off(statuses);
            return new NoDirectoryService();
        }
        DirectoryHealth directoryHealth = new DirectoryHealth(statuses, readModel.get());
        DirectoryService calls =
                new DirectoryService(readModel.get(), config.directory(), directoryHealth, caller, metrics);
        parts.push(calls);
        return calls;
    }

    /** Reads no Kafka before somebody receives. Closed with the gateway. */
    private DeliveryService delivery(Directory readModel, Supplier<Caller> caller, GatewayMetrics metrics) {
        DeliveryHub hub = new DeliveryHub();
        KafkaDeliveries kafka = new KafkaDeliveries(config, hub, metrics);
        parts.push(kafka);
        DeliveryService deliveries = new DeliveryService(config, hub, kafka, readModel, caller, metrics);
        parts.push(deliveries);
        return deliveries;
    }

    private List<BindableService> services(BindableService... always) {
        List<BindableService> all = new ArrayList<>(List.of(always));
        delivery.ifPresent(all::add);
        return all;
    }

    /** Empty where nobody is asked. What it starts is closed with the gateway. */
    private List<ServerInterceptor> authentication(
            Optional<JdbcDirectory> readModel, Attempts attempts, GatewayMetrics metrics) {
        if (config.auth().insecureAnonymous()) {
            LOG.warn(
                    "auth.insecure-anonymous: nobody is asked who they are; whoever reaches the port may do everything");
            metrics.noAuthentication();
            return List.of();
        }
        Authenticator authenticator =
                new Authenticator(config.auth(), readModel.orElseThrow(), metrics, InstantSource.system());
        parts.push(authenticator);
        return List.of(authenticator.interceptor(attempts));
    }

    /** Closed with the gateway. */
    private LimitInterceptor limits(Supplier<Caller> caller, GatewayMetrics metrics) {
        LimitInterceptor limits = new LimitInterceptor(config.callers(), caller, metrics);
        parts.push(limits);
        return limits;
    }

    private void drain() throws InterruptedException {
        LOG.info("draining: {} batches in flight", inFlight.batches());
        health.drain();
        heartbeat.close();
        server.shutdown();
        inFlight.close();
        service.drain();
        delivery.ifPresent(DeliveryService::drain);
        try {
            if (!inFlight.awaitEmpty(Duration.ofMillis(config.time().drainMs()))) {
                LOG.warn("{} batches not acknowledged in time, answered UNAVAILABLE", inFlight.batches());
            }
        } finally {
            log.close();
            if (!server.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
            parts.forEach(Gateway::closeQuietly);
        }
        LOG.info("drained");
    }

    private static long nanos(int millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("a part does not close", e);
        }
    }
}
