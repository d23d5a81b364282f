package io.creto.messaging.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void ranksAreTheNearestOnesThatTheShareDidNotExceed() {
        long[] oneToHundred =
                LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray();
        assertThat(Latencies.of(oneToHundred)).isEqualTo(new Latencies(100, 50, 99, 100));
    }

    @Test
    void aSingleValueIsEveryRank() {
        assertThat(Latencies.of(new long[] {1_500_000})).isEqualTo(new Latencies(1, 1.5, 1.5, 1.5));
    }

    @Test
    void nothingMeasuredIsNoLatency() {
        assertThatIllegalArgumentException().isThrownBy(() -> Latencies.of(new long[0]));
    }
}
