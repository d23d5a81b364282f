package io.creto.messaging.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.junit.jupiter.api.Test;

class ProcessingTimeTest {
    private final Histogram caller = new DescriptiveStatisticsHistogram(10);
    private final Histogram called = new DescriptiveStatisticsHistogram(10);
    private final ProcessingTime callersTime = new ProcessingTime(caller, () -> this.nanos);
    private final ProcessingTime calledsTime = new ProcessingTime(called, () -> this.nanos);
    private long nanos = 1000;

    @Test
    void whatOperatorsBehindItTakeIsTheirs() {
        callersTime.of(() -> {
            passMicros(3);
            calledsTime.of(() -> passMicros(40));
            calledsTime.of(() -> passMicros(500));
            passMicros(4);
        });
        callersTime.of(() -> passMicros(9));

        assertThat(caller.getStatistics().getValues()).containsExactly(7, 9);
        assertThat(called.getStatistics().getValues()).containsExactly(40, 500);
    }

    @Test
    void whatFailsHasTakenItsTimeToo() {
        callersTime.of(() -> {
            assertThatThrownBy(() -> calledsTime.of(() -> {
                        passMicros(5);
                        throw new IllegalStateException("broken");
                    }))
                    .hasMessage("broken");
            passMicros(1);
        });

        assertThat(caller.getStatistics().getValues()).containsExactly(1);
        assertThat(called.getStatistics().getValues()).containsExactly(5);
    }

    private void passMicros(long micros) {
        nanos += TimeUnit.MICROSECONDS.toNanos(micros);
    }
}
