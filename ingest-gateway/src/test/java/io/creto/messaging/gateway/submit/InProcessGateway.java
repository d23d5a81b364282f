package io.creto.messaging.gateway.submit;

import io.creto.messaging.gateway.admission.InFlight;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.fault.FaultInterceptor;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.limit.SampleQuotas;
import io.creto.messaging.gateway.log.FakeIngestLog;
import io.creto.messaging.gateway.log.IngestLog;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The service with its interceptor over a fake log, in this process, on the caller's thread. */
final class InProcessGateway implements AutoCloseable {
    static final int WINDOW = 4;
    static final int MAX_BATCHES = 6;
    static final Duration RETRY_AFTER = Duration.ofMillis(1250);

    final FakeIngestLog log = new FakeIngestLog();
    final InFlight inFlight = new InFlight(MAX_BATCHES, 1 << 22);
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final SampleQuotas quotas = new SampleQuotas();
    final SubmissionService service;
    volatile Caller caller = Caller.ANYONE;

    private final Server server;
    private final ManagedChannel channel;

    InProcessGateway() {
        this(null);
    }

    /** @param broken stands in for the fake log, if given */
    InProcessGateway(@Nullable IngestLog broken) {
        Faults faults = new Faults(RETRY_AFTER);
        GatewayMetrics metrics = new GatewayMetrics(registry);
        service = new SubmissionService(
                new Submissions(broken == null ? log : broken, inFlight, quotas.counted(metrics), metrics),
                faults,
                WINDOW,
                () -> caller);
        String name = InProcessServerBuilder.generateName();
        try {
            server = InProcessServerBuilder.forName(name)
                    .directExecutor()
                    .addService(service)
                    .intercept(new FaultInterceptor(faults))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    SubmissionServiceGrpc.SubmissionServiceStub stub() {
        return SubmissionServiceGrpc.newStub(channel);
    }

    double count(String meter, String... tags) {
        return counter("batches." + meter, tags);
    }

    double counter(String meter, String... tags) {
        var found = registry.find("creto.gateway." + meter).tags(tags).counter();
        return found == null ? 0 : found.count();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
