package io.creto.messaging.e2e;

import io.creto.messaging.testing.MessagingTestEnvironment;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records come through the gateway, enrolments too: no access to Kafka. */
class PipelineOverGatewayITCase extends PipelineCases {
    @RegisterExtension
    static final MessagingTestEnvironment MESSAGING = fleets().throughGateway().build();

    PipelineOverGatewayITCase() {
        super(MESSAGING);
    }
}
