package io.creto.messaging.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.OutgoingMessage;
import io.creto.messaging.crypto.keystore.KeyStoreKey;
import io.creto.messaging.schemas.AgentId;
import java.nio.file.Path;
import java.util.Map;

/** The example of the README, word for word: {@link ReadmeITCase} compares and runs it. */
final class ReadmeExample {
    private ReadmeExample() {}

    static void run(KeyStoreKey storeKey, int port, Map<String, String> kafka, Path home) throws Exception {
        // README begin
        try (MessageClient alice = MessageClient.builder()
                .agent("acme/alice")
                .storeDirectory(home.resolve("agents/acme/alice")) // keys, positions, what was seen
                .storeKey(storeKey) // KeyStoreKey.ofHex(…) of store.key, or .passphrase(…)
                .gateway("127.0.0.1", port)
                .trustFile(home.resolve("stack/gateway/tls.crt")) // the gateway's certificate, or who signed it
                .kafka(kafka) // as fleets/acme.properties has it
                .operatorKeyFile(home.resolve("stack/operator.pub")) // the root of all trust
                .open()) {
            alice.receiver().start(message -> System.out.println(message.sender() + ": " + message.payload().length));

            byte[] payload = "good morning".getBytes(UTF_8);
            var handle = alice.sender().send(OutgoingMessage.to(AgentId.of("acme", "bob"), payload));
            handle.accepted().join(); // durable in Kafka
            handle.routed().join(); // verified, authorized, in bob's topic
        }
        // README end
    }
}
