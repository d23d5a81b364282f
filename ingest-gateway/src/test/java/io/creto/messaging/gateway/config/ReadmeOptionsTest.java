package io.creto.messaging.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeOptionsTest {
    @Test
    void theReadmesTableOfOptionsIsTheCodes() throws Exception {
        assertThat(Files.readAllLines(Path.of("README.md")).stream()
                        .dropWhile(line -> !line.startsWith("| option |"))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("|")))
                .containsExactlyElementsOf(Options.of(GatewayConfig.class).stream()
                        .map(o -> "| `" + o.name() + "` | `" + o.defaultValue() + "` | " + o.description() + " |")
                        .toList());
    }
}
