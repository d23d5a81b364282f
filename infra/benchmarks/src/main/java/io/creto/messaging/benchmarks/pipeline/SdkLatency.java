package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.benchmarks.Journeys;
import io.creto.messaging.benchmarks.Latencies;
import io.creto.messaging.benchmarks.fleet.SealedMessages;
import io.creto.messaging.client.MessageClient;
import io.creto.messaging.client.OutgoingMessage;
import io.creto.messaging.localstack.home.Clients;
import io.creto.messaging.localstack.home.Fleets;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.StoreSecret;
import io.creto.messaging.schemas.AgentId;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * From one agent's {@code send} to another's handler, over a stack in another process: sealed, signed, submitted, stored,
 * verified, authorized, delivered, verified again, opened.
 */
final class SdkLatency {
    private static final int PARTITIONS = 2;
    private static final AgentId ADMIN = AgentId.of("latency", "admin");
    private static final AgentId SENDER = AgentId.of("latency", "sender");
    private static final AgentId RECIPIENT = AgentId.of("latency", "recipient");

    private SdkLatency() {}

    /**
     * Measures; a fleet and two agents stay behind.
     *
     * @param home of a stack that runs
     */
    static Latencies measure(Home home, int warmUpSeconds, int seconds) {
        Clients clients = new Clients(home, () -> StoreSecret.of(null, home));
        Fleets fleets = new Fleets(home, clients);
        fleets.create(ADMIN, PARTITIONS);
        fleets.admit(ADMIN, SENDER);
        fleets.admit(ADMIN, RECIPIENT);
        Journeys journeys = new Journeys(warmUpSeconds, seconds);
        byte[] payload = new byte[SealedMessages.PAYLOAD_BYTES];
        new Random(1).nextBytes(payload);
        try (MessageClient recipient = clients.open(RECIPIENT);
                MessageClient sender = clients.open(SENDER)) {
            recipient
                    .receiver()
                    .start(message ->
                            journeys.arrived(ByteBuffer.wrap(message.payload()).getInt()));
            return journeys.run(number -> {
                ByteBuffer.wrap(payload).putInt(number);
                // What is refused does not arrive, and that is noticed.
                var unused = sender.sender().send(OutgoingMessage.to(RECIPIENT, payload));
            });
        }
    }
}
