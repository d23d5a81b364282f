package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.config.KafkaConfig;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Clients that ask Kafka about its topics, and get an answer or a failure within {@value #ANSWER_MS} ms. */
final class KafkaAdmins {
    private static final String ANSWER_MS = "5000";

    private KafkaAdmins() {}

    /** One that its caller closes. */
    static Admin open(KafkaConfig kafka) {
        Properties properties = kafka.toProperties();
        properties.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        return Admin.create(properties);
    }
}
