package io.creto.messaging.localstack;

import io.creto.messaging.embedded.EmbeddedKafka;
import io.creto.messaging.embedded.EmbeddedPostgres;
import io.creto.messaging.jobs.config.CretoOptions;
import io.creto.messaging.jobs.job.KeyManagementJob;
import io.creto.messaging.jobs.job.MessagingJob;
import io.creto.messaging.jobs.job.ReadModelJob;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The jobs of a stack: two instances of the messaging job, so that bulk never delays what is urgent (architecture §4). */
final class StackJobs {
    private static final String PARALLELISM = "parallelism.default";

    private StackJobs() {}

    static void submit(FlinkCluster flink, EmbeddedKafka kafka, EmbeddedPostgres postgres, Path operatorKey) {
        Map<String, String> common = new HashMap<>();
        common.put(PARALLELISM, "1");
        common.put(CretoOptions.KAFKA_BOOTSTRAP_SERVERS.key(), kafka.bootstrapServers());
        kafka.clientProperties()
                .forEach((name, value) -> common.put(CretoOptions.KAFKA_PROPERTIES.key() + "." + name, value));

        flink.submit(
                "key-management",
                with(common, CretoOptions.OPERATOR_KEY_FILE.key(), operatorKey.toString()),
                KeyManagementJob::define);
        flink.submit("messaging", with(common, CretoOptions.LANES.key(), "URGENT;NORMAL"), MessagingJob::define);
        flink.submit("messaging-bulk", with(common, CretoOptions.LANES.key(), "BULK"), MessagingJob::define);
        Map<String, String> readModel = with(common, CretoOptions.POSTGRES_URL.key(), postgres.jdbcUrl());
        readModel.put(CretoOptions.POSTGRES_USER.key(), postgres.user());
        readModel.put(
                CretoOptions.POSTGRES_PASSWORD_FILE.key(),
                postgres.passwordFile().toString());
        flink.submit("read-model", readModel, ReadModelJob::define);
    }

    private static Map<String, String> with(Map<String, String> options, String name, String value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(name, value);
        return more;
    }
}
