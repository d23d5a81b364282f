package io.creto.messaging.benchmarks.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final String PAGE = """
            # TYPE reads_total counter
            reads_total{reader="lagging"} 3.0
            reads_total{reader="newest"} 1.2E3
            reads_total_more 7.0
            """;

    @Test
    void aSeriesIsFoundByItsNameAndLabels() {
        assertThat(Scrape.value(PAGE, "reads_total{reader=\"newest\"}")).isEqualTo(1200);
        assertThat(Scrape.value(PAGE, "reads_total_more")).isEqualTo(7);
    }

    @Test
    void whatHasNotHappenedYetIsZero() {
        assertThat(Scrape.value(PAGE, "reads_total")).isZero();
    }
}
