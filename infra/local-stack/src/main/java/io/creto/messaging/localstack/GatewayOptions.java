package io.creto.messaging.localstack;

import io.creto.messaging.embedded.DevelopmentCertificate;
import io.creto.messaging.embedded.EmbeddedPostgres;
import io.creto.messaging.gateway.config.GatewayConfig;
import io.creto.messaging.gateway.config.GatewayConfigReader;
import java.nio.file.Path;

/** The gateway's options in a stack. */
final class GatewayOptions {
    private GatewayOptions() {}

    static GatewayConfig of(
            StackPorts ports,
            DevelopmentCertificate certificate,
            String bootstrapServers,
            Path kafkaProperties,
            EmbeddedPostgres postgres) {
        return GatewayConfigReader.parse("""
                id: local
                grpc: {port: %d}
                rest: {port: %d}
                auth: {deployment: creto}
                tls: {certificate-file: "%s", private-key-file: "%s"}
                metrics: {port: %d}
                kafka: {bootstrap-servers: "%s", properties-file: "%s"}
                directory: {url: "%s", user: "%s", password-file: "%s"}
                """.formatted(
                        ports.gateway(),
                        ports.rest(),
                        certificate.certificateFile(),
                        certificate.privateKeyFile(),
                        ports.metrics(),
                        bootstrapServers,
                        kafkaProperties,
                        postgres.jdbcUrl(),
                        postgres.user(),
                        postgres.passwordFile()));
    }
}
