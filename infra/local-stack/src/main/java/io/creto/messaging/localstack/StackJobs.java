package io.creto.messaging.localstack;

import io.creto.messaging.embedded.EmbeddedPostgres;
import io.creto.messaging.jobs.config.CretoOptions;
import io.creto.messaging.jobs.job.KeyManagementJob;
import io.creto.messaging.jobs.job.MessagingJob;
import io.creto.messaging.jobs.job.ReadModelJob;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** The jobs of a stack: two instances of the messaging job, so that bulk never delays what is urgent (architecture §4). */
final class StackJobs {
    private static final String PARALLELISM = "parallelism.default";

    private StackJobs() {}

    static void submit(FlinkCluster flink, ServiceLogins services, EmbeddedPostgres postgres, Path operatorKey) {
        Map<String, String> keyManagement = options(services.of(ServiceLogins.KEY_MANAGEMENT));
        flink.submit(
                "key-management",
                with(keyManagement, CretoOptions.OPERATOR_KEY_FILE.key(), operatorKey.toString()),
                KeyManagementJob::define);
        Map<String, String> messaging = options(services.of(ServiceLogins.MESSAGING));
        flink.submit("messaging", with(messaging, CretoOptions.LANES.key(), "URGENT;NORMAL"), MessagingJob::define);
        flink.submit("messaging-bulk", with(messaging, CretoOptions.LANES.key(), "BULK"), MessagingJob::define);
        Map<String, String> readModel = options(services.of(ServiceLogins.READ_MODEL));
        readModel.put(CretoOptions.POSTGRES_URL.key(), postgres.jdbcUrl());
        readModel.put(CretoOptions.POSTGRES_USER.key(), postgres.user());
        readModel.put(
                CretoOptions.POSTGRES_PASSWORD_FILE.key(),
                postgres.passwordFile().toString());
        flink.submit("read-model", readModel, ReadModelJob::define);
    }

    private static Map<String, String> options(Map<String, String> kafka) {
        Map<String, String> options = new HashMap<>();
        options.put(PARALLELISM, "1");
        options.put(
                CretoOptions.KAFKA_BOOTSTRAP_SERVERS.key(),
                String.valueOf(kafka.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)));
        kafka.forEach((name, value) -> options.put(CretoOptions.KAFKA_PROPERTIES.key() + "." + name, value));
        return options;
    }

    private static Map<String, String> with(Map<String, String> options, String name, String value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(name, value);
        return more;
    }
}
