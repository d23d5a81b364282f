package io.creto.messaging.crypto.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConformanceReportTest {
    private static final Path FOLDER = Path.of("vectors");

    @Test
    void providersThatDifferFailEvenIfEachPasses() {
        ConformanceReport report = new ConformanceReport(FOLDER);
        report.add("bouncycastle", List.of(tally("bouncycastle", true)));
        report.add("corretto", List.of(tally("corretto", false)));
        assertThat(report.failures())
                .containsExactly(new Mismatch(
                        "corretto", "some.json", "verdict", "bouncycastle: tcId 1 #0 accepted", "tcId 1 #0 refused"));
    }

    @Test
    void providersThatAgreePass() {
        ConformanceReport report = new ConformanceReport(FOLDER);
        report.add("bouncycastle", List.of(tally("bouncycastle", true)));
        report.add("corretto", List.of(tally("corretto", true)));
        assertThat(report.failures()).isEmpty();
        assertThat(report.table())
                .contains("== bouncycastle", "== corretto\n", "1 verdicts on signatures compared", "0 failures");
    }

    @Test
    void absentProviderIsNamed() {
        ConformanceReport report = new ConformanceReport(FOLDER);
        report.add("bouncycastle", List.of(tally("bouncycastle", true)));
        assertThat(report.table()).contains("== corretto: does not load on this machine");
    }

    private static Tally tally(String provider, boolean accepted) {
        Tally tally = new Tally(provider, "some.json");
        tally.vector("tcId 1", () -> tally.verdict(accepted));
        return tally;
    }
}
