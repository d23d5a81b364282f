package io.creto.messaging.jobs.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.v1.CheckRequest;
import io.creto.messaging.v1.CheckResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When a service that fails is asked, and when not. */
class GuardedAuthorizerTest {
    private static final int CLOSED = 0;
    private static final int OPEN = 1;

    private final Time time = new Time();
    private final Service service = new Service();
    private final GuardedAuthorizer guarded = new GuardedAuthorizer(
            service, GuardedAuthorizer.settings().clock(time).build());

    @Test
    void aServiceThatAnswersIsAskedAlways() {
        for (int i = 0; i < 100; i++) {
            assertThat(guarded.check(CheckRequest.getDefaultInstance())).isCompleted();
        }
        assertThat(service.asked).isEqualTo(100);
        assertThat(guarded.state()).isEqualTo(CLOSED);
        assertThat(service.reconnected).isZero();
    }

    @Test
    void oneThatFailsIsNotAskedAfterTheTenthFailure() {
        service.fails = true;
        fail(GuardedAuthorizer.LEAST);
        assertThat(guarded.state()).isEqualTo(OPEN);
        assertThat(service.reconnected).isEqualTo(1);
        assertThatThrownBy(
                        () -> guarded.check(CheckRequest.getDefaultInstance()).get())
                .hasCauseInstanceOf(ExternalFailure.class)
                .hasMessageContaining("is not asked for a moment");
        assertThat(service.asked).isEqualTo(GuardedAuthorizer.LEAST);
    }

    @Test
    void lessThanHalfOfFailuresDoesNotMatter() {
        for (int i = 0; i < 100; i++) {
            service.fails = i % 3 == 0;
            var unused = guarded.check(CheckRequest.getDefaultInstance());
        }
        assertThat(service.asked).isEqualTo(100);
    }

    @Test
    void afterASecondSomeAreTriedAndWhenTheyAreAnsweredAllAre() {
        service.fails = true;
        fail(GuardedAuthorizer.LEAST);
        time.pass(GuardedAuthorizer.FIRST_WAIT.minusMillis(1));
        fail(5);
        assertThat(service.asked).isEqualTo(GuardedAuthorizer.LEAST);

        time.pass(Duration.ofMillis(2));
        service.fails = false;
        for (int i = 0; i < 50; i++) {
            assertThat(guarded.check(CheckRequest.getDefaultInstance())).isCompleted();
        }
        assertThat(guarded.state()).isEqualTo(CLOSED);
    }

    @Test
    void theMoreTrialsFailTheRarerTheyAre() {
        service.fails = true;
        fail(GuardedAuthorizer.LEAST);
        int asked = service.asked;
        for (int seconds : new int[] {1, 2, 4, 8, 8}) {
            time.pass(Duration.ofSeconds(seconds).minusMillis(1));
            fail(10);
            assertThat(service.asked).as("within %d s", seconds).isEqualTo(asked);
            time.pass(Duration.ofMillis(2));
            fail(10);
            asked += GuardedAuthorizer.TRIALS;
            assertThat(service.asked).as("after %d s", seconds).isEqualTo(asked);
            assertThat(guarded.state()).isEqualTo(OPEN);
        }
    }

    @Test
    void whileTrialsAreUnderWayAllOthersFailAtOnce() {
        service.fails = true;
        fail(GuardedAuthorizer.LEAST);
        time.pass(GuardedAuthorizer.FIRST_WAIT.plusMillis(1));
        service.hangs = true;
        for (int i = 0; i < 20; i++) {
            assertThat(guarded.check(CheckRequest.getDefaultInstance()).isDone())
                    .isEqualTo(i >= GuardedAuthorizer.TRIALS);
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(guarded.check(CheckRequest.getDefaultInstance())).isCompletedExceptionally();
        }
    }

    private static final class Service implements ExternalAuthorizer {
        private boolean fails;
        private boolean hangs;
        private int asked;
        private int reconnected;

        @Override
        public CompletableFuture<CheckResponse> check(CheckRequest request) {
            asked++;
            if (hangs) {
                return new CompletableFuture<>();
            }
            return fails
                    ? CompletableFuture.failedFuture(new ExternalFailure("failed"))
                    : CompletableFuture.completedFuture(CheckResponse.getDefaultInstance());
        }

        @Override
        public void reconnect() {
            reconnected++;
        }

        @Override
        public void close() {}
    }

    private static final class Time extends Clock {
        private Instant now = Instant.ofEpochSecond(1_700_000_000);

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
