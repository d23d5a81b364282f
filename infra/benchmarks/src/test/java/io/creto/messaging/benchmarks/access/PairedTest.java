package io.creto.messaging.benchmarks.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.creto.messaging.benchmarks.Round;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedTest {

    @Test
    void ratiosAreThoseOfTheRoundsAndOneDisturbedRoundDoesNotMoveThem() {
        List<Round> floor = List.of(new Round(100, 50, 10), new Round(100, 1, 10), new Round(100, 2, 10));
        List<Round> measured = List.of(new Round(100, 1, 14), new Round(80, 1, 12), new Round(80, 2, 13));
        Paired paired = new Paired(floor, measured);
        assertThat(paired.share()).isEqualTo(0.8);
        assertThat(paired.cpuFactor()).isEqualTo(1.3);
    }

    @Test
    void eachRoundHasItsFloor() {
        Round round = new Round(1, 1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Paired(List.of(), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Paired(List.of(round), List.of(round, round)));
    }
}
