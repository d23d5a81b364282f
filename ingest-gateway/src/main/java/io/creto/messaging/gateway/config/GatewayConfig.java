package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.creto.messaging.schemas.WireLimits;

/**
 * The gateway's options. Each record checks its values, so an instance is valid. Defaults and descriptions stand in the
 * annotations, for {@link GatewayConfigReader} and for the table in the README.
 *
 * @param id the gateway's name
 * @param grpc the listener of agents
 * @param rest the listener of callers that speak HTTP/JSON
 * @param tls their certificate
 * @param auth who may call
 * @param metrics the listener of Prometheus
 * @param kafka the log
 * @param directory the read model that the directory answers from
 * @param delivery the way out
 * @param limits what may be in flight
 * @param callers what each caller may use
 * @param time intervals
 */
public record GatewayConfig(
        @JsonProperty(defaultValue = "gateway")
        @JsonPropertyDescription("Name of this gateway in its ticks and as Kafka client, 1 to 255 characters")
        String id,

        GrpcConfig grpc,
        RestConfig rest,
        TlsConfig tls,
        AuthConfig auth,
        MetricsConfig metrics,
        KafkaConfig kafka,
        DirectoryConfig directory,
        DeliveryConfig delivery,
        LimitsConfig limits,
        CallersConfig callers,
        TimeConfig time) {
    /** @throws ConfigException if a value is out of its range */
    public GatewayConfig {
        Options.text("id", id, WireLimits.MAX_NAME_BYTES);
    }
}
