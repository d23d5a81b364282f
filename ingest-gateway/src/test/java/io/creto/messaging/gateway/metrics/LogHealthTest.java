package io.creto.messaging.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogHealthTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    private final HealthStatusManager statuses = new HealthStatusManager();
    private final LogHealth health = new LogHealth(statuses, 3000, now::get);

    @Test
    void itServesFromTheFirstAnswerAsLongAsAnswersCome() {
        look(ServingStatus.NOT_SERVING);
        health.appended();
        look(ServingStatus.SERVING);
        now.addAndGet(3000);
        look(ServingStatus.SERVING);
        now.addAndGet(1);
        look(ServingStatus.NOT_SERVING);
        health.appended();
        look(ServingStatus.SERVING);
    }

    @Test
    void drainingIsForGood() {
        health.appended();
        health.run();
        health.drain();
        assertThat(status()).isEqualTo(ServingStatus.NOT_SERVING);
        health.appended();
        health.run();
        assertThat(status()).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(health.isServing()).isFalse();
        assertThat(health.logAnswers()).isTrue();
    }

    private void look(ServingStatus expected) {
        health.run();
        assertThat(status()).isEqualTo(expected);
        assertThat(health.logAnswers()).isEqualTo(expected == ServingStatus.SERVING);
        assertThat(health.isServing()).isEqualTo(expected == ServingStatus.SERVING);
    }

    private ServingStatus status() {
        return HealthProbe.status(statuses);
    }
}
