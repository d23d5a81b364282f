package io.creto.messaging.crypto.sealing;

import static io.creto.messaging.crypto.sealing.SampleHeaders.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.internal.Hkdf;
import io.creto.messaging.crypto.internal.Hmac;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class ChannelChainTest {
    private static final ByteString HEADER = ByteString.copyFromUtf8("publication header");

    /** By the letter of the wire format, without the class under test. */
    @Test
    void keysAreThoseOfTheWireFormat() throws GeneralSecurityException {
        byte[] chainKey = new byte[32];
        RANDOM.nextBytes(chainKey);
        byte[] secondChainKey = Hmac.sha256(chainKey, new byte[] {2});
        ChannelChain chain = ChannelChain.at(chainKey, 7);
        assertThat(chain.next().contentKey(HEADER)).isEqualTo(contentKey(Hmac.sha256(chainKey, new byte[] {1})));
        assertThat(chain.exportChainKey()).isEqualTo(secondChainKey);
        assertThat(chain.next().contentKey(HEADER)).isEqualTo(contentKey(Hmac.sha256(secondChainKey, new byte[] {1})));
        assertThat(chain.index()).isEqualTo(9);
    }

    @Test
    void subscriberWhoJoinsLaterHasTheSameKeysFromThere() {
        ChannelChain publisher = ChannelChain.generate(RANDOM);
        publisher.next();
        ChannelChain subscriber = ChannelChain.at(publisher.exportChainKey(), publisher.index());
        ChannelMessageKey sent = publisher.next();
        ChannelMessageKey received = subscriber.next();
        assertThat(received.index()).isEqualTo(sent.index()).isEqualTo(1);
        assertThat(received.contentKey(HEADER)).isEqualTo(sent.contentKey(HEADER));
    }

    @Test
    void contentKeyDependsOnTheHeader() {
        ChannelMessageKey key = ChannelChain.generate(RANDOM).next();
        assertThat(key.contentKey(HEADER)).isNotEqualTo(key.contentKey(ByteString.EMPTY));
    }

    @Test
    void impossibleStatesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelChain.at(new byte[31], 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelChain.at(new byte[32], -1));
        ChannelChain last = ChannelChain.at(new byte[32], Long.MAX_VALUE);
        assertThatIllegalStateException().isThrownBy(last::next);
    }

    @Test
    void destroyedChainAndKeyGiveNothing() {
        ChannelChain chain = ChannelChain.generate(RANDOM);
        ChannelMessageKey key = chain.next();
        key.destroy();
        chain.destroy();
        assertThatIllegalStateException().isThrownBy(() -> key.contentKey(HEADER));
        assertThatIllegalStateException().isThrownBy(chain::next);
        assertThatIllegalStateException().isThrownBy(chain::exportChainKey);
    }

    private static byte[] contentKey(byte[] messageKey) throws GeneralSecurityException {
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.writeBytes("creto channel v1".getBytes(StandardCharsets.US_ASCII));
        info.write(1);
        info.writeBytes(MessageDigest.getInstance("SHA-256").digest(HEADER.toByteArray()));
        return Hkdf.sha256(messageKey, new byte[0], info.toByteArray(), 32);
    }
}
