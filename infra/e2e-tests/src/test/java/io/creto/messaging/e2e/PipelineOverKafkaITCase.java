package io.creto.messaging.e2e;

import io.creto.messaging.testing.MessagingTestEnvironment;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records come straight from Kafka. */
class PipelineOverKafkaITCase extends PipelineCases {
    @RegisterExtension
    static final MessagingTestEnvironment MESSAGING = fleets().build();

    PipelineOverKafkaITCase() {
        super(MESSAGING);
    }
}
