package io.creto.messaging.benchmarks.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.benchmarks.Goals;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthzRunTest {

    @Test
    void everyMixIsMeasuredAndHeldToItsGoals() throws Exception {
        List<String> progress = new ArrayList<>();

        AuthzResult result = new AuthzRun(3, 40, 1000, progress::add).measure();

        assertThat(result.rows()).extracting(AuthzResult.Row::mix).containsExactly(Mix.values());
        assertThat(result.rows()).allSatisfy(row -> {
            assertThat(row.decisions()).isEqualTo(1000);
            assertThat(row.p50()).isPositive().isLessThanOrEqualTo(row.p99());
            assertThat(row.p99()).isLessThanOrEqualTo(row.max());
        });
        assertThat(result.goals()).hasSize(2 * Mix.values().length);
        assertThat(progress).as("some rules forbid").noneMatch(line -> line.contains("1000 permitted"));
        StringWriter text = new StringWriter();
        AuthzReport.print(new PrintWriter(text, true), 3, 40, result);
        assertThat(text.toString()).contains("| globs |", "heap per 1,000 rules", "decision p99, µs");
        assertThat(AuthzReport.json(3, 40, result))
                .contains("\"met\" : " + Goals.allMet(result.goals()), "\"bytesPerThousand\"");
    }
}
