package io.creto.messaging.client.internal.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.client.SampleAgent;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.schemas.KeyId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrekeyPublisherTest {
    private static final long KEPT = Duration.ofDays(37).plusMinutes(5).toMillis();

    private final List<KeyId> ids = Stream.generate(() -> DecapsulationKey.generate(SampleAgent.RANDOM))
            .limit(3)
            .map(DecapsulationKey::keyId)
            .toList();
    private final Map<String, Long> published = new HashMap<>();

    @Test
    void aKeyIsKeptForItsGraceAndTheLifeOfTheLastMessageSealedToIt() {
        published.put(ids.get(0).toString(), 0L);
        published.put(ids.get(1).toString(), 1000L);

        assertThat(PrekeyPublisher.outdated(ids, published, 1000 + KEPT)).isEmpty();
        assertThat(PrekeyPublisher.outdated(ids, published, 1001 + KEPT)).containsExactly(ids.get(0));
    }

    @Test
    void anUploadThatWasNeverAppliedEndsNothing() {
        published.put(ids.get(0).toString(), 0L);

        assertThat(PrekeyPublisher.outdated(ids, published, 10 * KEPT)).isEmpty();
    }

    @Test
    void allBeforeALongPublishedOneGo() {
        published.put(ids.get(2).toString(), 0L);

        assertThat(PrekeyPublisher.outdated(ids, published, KEPT + 1))
                .containsExactlyInAnyOrder(ids.get(0), ids.get(1));
    }
}
