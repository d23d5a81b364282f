package io.creto.messaging.jobs.mailbox;

import static io.creto.messaging.jobs.SampleAgents.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.state.Interval;
import io.creto.messaging.jobs.state.KeyInterval;
import io.creto.messaging.jobs.state.Recipient;
import io.creto.messaging.jobs.state.RecipientNews;
import io.creto.messaging.jobs.state.StatusVersion;
import io.creto.messaging.v1.AgentStatus;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.GraceKey;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lineage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecipientsTest {
    private static final ByteString FIRST = SampleEnvelopes.keyId();
    private static final ByteString SECOND = SampleEnvelopes.keyId();
    private static final ByteString SESSION = SampleEnvelopes.keyId();

    @Test
    void aReplacedKeyIsGoodUntilItsGraceEndsAndTheNewOneFromItsTimeOn() {
        Recipient one = learn(Recipient.getDefaultInstance(), status(1, NOW, "*", FIRST));
        Recipient two = learn(one, status(2, NOW + 100, "*", SECOND, grace(FIRST, NOW + 500)));
        assertThat(two.getKeysList())
                .extracting(
                        KeyInterval::getKeyId,
                        key -> key.getValidity().getFromMs(),
                        key -> key.getValidity().getUntilMs())
                .containsExactly(tuple(FIRST, NOW, NOW + 500), tuple(SECOND, NOW + 100, 0L));
    }

    @Test
    void aKeyThatIsListedNoMoreEndedWhenThatBeganToCount() {
        Recipient one = learn(Recipient.getDefaultInstance(), status(1, NOW, "*", FIRST));
        Recipient two = learn(one, status(2, NOW + 100, "*", SECOND));
        assertThat(two.getKeys(0).getValidity().getUntilMs()).isEqualTo(NOW + 100);
        Recipient later = learn(two, status(3, NOW + 200 + Recipients.KEEP_ENDED_MS, "*", SECOND));
        assertThat(later.getKeysList()).extracting(KeyInterval::getKeyId).containsExactly(SECOND);
    }

    @Test
    void lineagesOfOtherPeersAreLeftAlone() {
        Recipient one = learn(Recipient.getDefaultInstance(), status(1, NOW, "*", FIRST));
        Recipient two = learn(one, status(2, NOW + 100, "acme/eve", SESSION));
        assertThat(two.getKeysList()).extracting(KeyInterval::getPeer).containsExactly("*", "acme/eve");
        assertThat(two.getKeys(0).getValidity().getUntilMs()).isZero();
    }

    @Test
    void aSessionKeyIsForItsPeerAlone() {
        Recipient bob = learn(Recipient.getDefaultInstance(), status(1, NOW, "acme/eve", SESSION)).toBuilder()
                .addStatuses(StatusVersion.newBuilder()
                        .setStatus(AgentStatus.AGENT_STATUS_ACTIVE_VALUE)
                        .setValidity(Interval.newBuilder().setFromMs(1)))
                .build();
        assertThat(obstacle(bob, "acme/eve")).isEmpty();
        assertThat(obstacle(bob, "acme/alice").orElseThrow().absence()).isTrue();
    }

    @Test
    void whatIsOlderOrTheSameIsNoNews() {
        Recipient one = learn(Recipient.getDefaultInstance(), status(2, NOW, "*", FIRST));
        assertThat(Recipients.learn(one, status(2, NOW + 1, "*", SECOND))).isEmpty();
        assertThat(Recipients.learn(one, status(1, NOW + 1, "*", SECOND))).isEmpty();
        RecipientNews identity = RecipientNews.newBuilder()
                .setAgent("acme/bob")
                .setIdentityVersion(1)
                .build();
        Recipient both = learn(one, identity);
        assertThat(both.getKeysList()).isEqualTo(one.getKeysList());
        assertThat(Recipients.learn(both, identity)).isEmpty();
    }

    @Test
    void anEndCameLateIfItBeganToCountBeforeItWasLearnt() {
        Recipient one = learn(Recipient.getDefaultInstance(), status(1, NOW, "*", FIRST));
        Recipient two = learn(one, status(2, NOW + 100, "*", SECOND));
        assertThat(Recipients.cameLate(one, two, NOW + 99)).isFalse();
        assertThat(Recipients.cameLate(one, two, NOW + 100)).isTrue();
        assertThat(Recipients.cameLate(one, two, NOW - 1))
                .as("before the first")
                .isFalse();
        Recipient inGrace = learn(one, status(2, NOW + 100, "*", SECOND, grace(FIRST, NOW + 500)));
        assertThat(Recipients.cameLate(one, inGrace, NOW + 100)).as("a new key").isFalse();
    }

    private static Optional<Obstacle> obstacle(Recipient recipient, String sender) {
        EnvelopeHeader header = EnvelopeHeader.newBuilder()
                .setSender(sender)
                .setRecipient("acme/bob")
                .setRecipientKeyId(SESSION)
                .build();
        return Obstacle.of(Optional.of(recipient), header, NOW);
    }

    private static Recipient learn(Recipient known, RecipientNews news) {
        return Recipients.learn(known, news).orElseThrow();
    }

    private static GraceKey grace(ByteString key, long expiresAtMs) {
        return GraceKey.newBuilder().setKeyId(key).setExpiresAtMs(expiresAtMs).build();
    }

    private static RecipientNews status(long version, long fromMs, String peer, ByteString key, GraceKey... grace) {
        return RecipientNews.newBuilder()
                .setAgent("acme/bob")
                .setKeyStatus(KeyStatus.newBuilder()
                        .setVersion(version)
                        .setOwner("acme/bob")
                        .setEffectiveFromMs(fromMs)
                        .setLineage(Lineage.newBuilder()
                                .setOwner("acme/bob")
                                .setPeer(peer)
                                .setCurrentKeyId(key)
                                .addAllGraceKeys(List.of(grace))))
                .build();
    }
}
