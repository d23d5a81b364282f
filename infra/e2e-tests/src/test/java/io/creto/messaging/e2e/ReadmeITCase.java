package io.creto.messaging.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.creto.messaging.localstack.home.ClientProperties;
import io.creto.messaging.localstack.home.StoreSecret;
import io.creto.messaging.testing.MessagingTestEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The README's example is what is tested, and works. */
class ReadmeITCase {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path SOURCE = Path.of("src/test/java/io/creto/messaging/e2e/ReadmeExample.java");
    private static final int MOST_LINES = 20;

    @RegisterExtension
    static final MessagingTestEnvironment messaging =
            MessagingTestEnvironment.builder().fleet("acme", "alice", "bob").build();

    @Test
    void theExampleStandsInTheReadmeWordForWord() throws Exception {
        List<String> source = Files.readAllLines(SOURCE);
        List<String> example = source
                .subList(source.indexOf("        // README begin") + 1, source.indexOf("        // README end"))
                .stream()
                .map(line -> line.isEmpty() ? line : line.substring(8))
                .toList();

        assertThat(example).hasSizeBetween(5, MOST_LINES);
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains(String.join("\n", example));
    }

    @Test
    void theExampleSends() throws Exception {
        Inbox inbox = new Inbox();
        messaging.client("acme/bob").receiver().start(inbox);
        Path home = messaging.home().root();

        ReadmeExample.run(
                StoreSecret.of(null, messaging.home()).key(),
                messaging.stack().ports().gateway(),
                ClientProperties.read(messaging.home().fleetAccess("acme")),
                home);

        await().atMost(Duration.ofSeconds(30)).until(() -> inbox.size() > 0);
        assertThat(inbox.texts()).containsExactly("good morning");
    }
}
