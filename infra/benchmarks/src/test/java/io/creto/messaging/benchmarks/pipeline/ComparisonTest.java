package io.creto.messaging.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.creto.messaging.benchmarks.Medians;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.v1.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Workload SINGLES = Workload.single(Report.REPORT_NONE, 64);

    @Test
    void theBoundIsOneOverTheSumOfBothCosts() {
        var row = new Comparison(SINGLES, List.of(round(999, 300)), List.of(round(100, 150)), List.of(round(500, 900)));
        assertThat(row.bound()).isCloseTo(2500, within(1e-6));
        assertThat(row.share()).isCloseTo(0.8, within(1e-9));
        assertThat(row.cpuShare()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void sharesAreTakenRoundByRoundSoThatADisturbedRoundDoesNotMoveThem() {
        var row = new Comparison(
                SINGLES,
                List.of(round(1, 100), round(1, 100), round(1, 1000)),
                List.of(round(100, 1), round(100, 1), round(1000, 1)),
                List.of(round(400, 1), round(400, 1), round(4000, 1)));
        assertThat(row.share()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void partsWithoutTheSameRoundsDoNotCompare() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Comparison(SINGLES, List.of(round(1, 1)), List.of(), List.of(round(1, 1))));
    }

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(Medians.of(3, 1, 2)).isEqualTo(2);
        assertThat(Medians.of(4, 1, 2, 3)).isEqualTo(2.5);
    }

    private static Round round(double micros, double cpuMicros) {
        return new Round(1_000_000, micros, cpuMicros);
    }
}
