package io.creto.messaging.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

/** The README's table of options names those that there are. */
class OptionsTableTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(creto\\.[a-z.-]+?)(\\.\\*)?` \\|");

    @Test
    void everyOptionHasItsRowAndEveryRowItsOption() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        CretoOptions.all().stream().map(ConfigOption::key).toList());
    }
}
