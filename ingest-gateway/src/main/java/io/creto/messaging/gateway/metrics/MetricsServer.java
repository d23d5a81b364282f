package io.creto.messaging.gateway.metrics;

import io.creto.messaging.gateway.fault.GatewayStartException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;

/** Serves the metrics to Prometheus: {@code GET /metrics}. */
public final class MetricsServer implements AutoCloseable {
    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final HTTPServer server;

    /**
     * Starts.
     *
     * @param port 0 for a free one
     * @throws GatewayStartException if the port is taken
     */
    public MetricsServer(String host, int port) {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        gc.bindTo(registry);
        try {
            server = HTTPServer.builder()
                    .hostname(host)
                    .port(port)
                    .registry(registry.getPrometheusRegistry())
                    .buildAndStart();
        } catch (IOException e) {
            gc.close();
            throw new GatewayStartException(
                    "metrics.port: cannot listen on " + host + ":" + port + " (" + e.getMessage()
                            + "); free it or choose another port",
                    e);
        }
    }

    /** Where meters are registered. */
    public MeterRegistry registry() {
        return registry;
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.close();
        gc.close();
        registry.close();
    }
}
