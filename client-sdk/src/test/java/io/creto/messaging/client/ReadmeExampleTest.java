package io.creto.messaging.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.schemas.AgentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's example is this file's method, which compiles. */
class ReadmeExampleTest {
    private static final int MAX_LINES = 20;

    // spotless:off
    void chat(char[] passphrase) throws Exception {
        try (MessageClient client = MessageClient.builder()
                .agent("acme/alice")
                .storeDirectory(Path.of("alice"))
                .passphrase(passphrase)
                .gateway("127.0.0.1", 7700)
                .trustFile(Path.of("gateway.crt"))
                .kafka(Map.of("bootstrap.servers", "127.0.0.1:7702"))
                .operatorKeyFile(Path.of("operator.pub"))
                .open()) {
            client.receiver().start(message -> System.out.println(message.sender() + " has written"));
            SendHandle handle =
                    client.sender().send(OutgoingMessage.to(AgentId.of("acme", "bob"), "hello".getBytes(UTF_8)));
            handle.routed().join();
        }
    }
    // spotless:on

    @Test
    void theReadmeShowsWhatCompiles() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Matcher block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertThat(block.find()).isTrue();
        String example = block.group(1);
        String source = Files.readString(Path.of("src/test/java/io/creto/messaging/client/ReadmeExampleTest.java"));

        assertThat(example.lines().count()).isLessThanOrEqualTo(MAX_LINES);
        assertThat(withoutIndent(source)).contains(withoutIndent(example));
    }

    private static String withoutIndent(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
