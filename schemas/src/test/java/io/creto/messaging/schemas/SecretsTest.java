package io.creto.messaging.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.creto.messaging.v1.ChannelKey;
import io.creto.messaging.v1.SignedAccessToken;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What is secret reaches no log by way of a text form. */
class SecretsTest {
    private static final String TEXT = "0123456789abcdef0123456789ABCDEF";
    private static final ByteString SECRET = ByteString.copyFromUtf8(TEXT);

    @Test
    void aSharedChainKeyPrintsWhichItIsWithoutTheKey() throws WireException {
        ChannelKey sent =
                RecordSamples.channelKey().setChainKey(SECRET).setIndex(41).build();
        SharedChainKey key = ChannelKeyParser.channelKey(sent.toByteString());
        assertThat(key.toString())
                .contains("epoch=1")
                .contains("index=41")
                .doesNotContain(TEXT.substring(0, 8))
                .doesNotContain(HexFormat.of().formatHex(SECRET.toByteArray()).substring(0, 8));
    }

    @Test
    void aSharedChainKeyGivesCopiesOfTheKey() throws WireException {
        ChannelKey sent = RecordSamples.channelKey().setChainKey(SECRET).build();
        SharedChainKey key = ChannelKeyParser.channelKey(sent.toByteString());
        key.chainKey()[0] = 0;
        assertThat(key.chainKey()).isEqualTo(SECRET.toByteArray());
    }

    @Test
    void theDebugPrinterRedacts() {
        assertRedacted(RecordSamples.channelKey().setChainKey(SECRET).build());
        assertRedacted(SignedAccessToken.newBuilder().setToken(SECRET).build());
        assertRedacted(SignedAccessToken.newBuilder().setSignature(SECRET).build());
    }

    private static void assertRedacted(Message message) {
        assertThat(TextFormat.debugFormatPrinter().printToString(message))
                .contains("[REDACTED]")
                .doesNotContain(TEXT.substring(0, 8));
    }
}
