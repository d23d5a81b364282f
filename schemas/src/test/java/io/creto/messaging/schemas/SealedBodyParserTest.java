package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.UNSUPPORTED;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.keyId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.creto.messaging.v1.KemWrap;
import io.creto.messaging.v1.KeyPart;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SealedBody;
import io.creto.messaging.v1.SenderKey;
import io.creto.messaging.v1.SessionKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SealedBodyParserTest {
    private static final int MAX_CIPHERTEXT = WireLimits.MAX_PAYLOAD_BYTES + WireLimits.TAG_BYTES;

    private static SealedBody.Builder body() {
        return WireSamples.body(WireSamples.kemWrap());
    }

    private static KemWrap.Builder wrap() {
        return WireSamples.kemWrap().getKemWrapBuilder();
    }

    static List<SealedBody.Builder> accepted() {
        return List.of(
                body(),
                WireSamples.body(WireSamples.senderKey()),
                body().setCiphertext(bytes(WireLimits.TAG_BYTES)),
                body().setCiphertext(bytes(MAX_CIPHERTEXT)));
    }

    static List<Arguments> refused() {
        return List.of(
                arguments(body().setKey(bytes(1281)), TOO_LARGE, "key"),
                arguments(body().clearKey(), MALFORMED, "key"),
                arguments(body().setNonce(bytes(11)), MALFORMED, "nonce"),
                arguments(body().setNonce(bytes(13)), MALFORMED, "nonce"),
                arguments(body().setCiphertext(bytes(15)), MALFORMED, "ciphertext"),
                arguments(body().setCiphertext(bytes(MAX_CIPHERTEXT + 1)), TOO_LARGE, "ciphertext"));
    }

    static List<Arguments> refusedKeys() {
        return List.of(
                arguments(wrap().setKeyId(keyId().substring(1)), MALFORMED, "key_id"),
                arguments(wrap().setKeyId(bytes(17)), UNSUPPORTED, "key_id"),
                arguments(wrap().setKemCiphertext(bytes(1087)), MALFORMED, "kem_ciphertext"),
                arguments(wrap().setKemCiphertext(bytes(1089)), MALFORMED, "kem_ciphertext"),
                arguments(wrap().setWrappedKey(bytes(39)), MALFORMED, "wrapped_key"),
                arguments(wrap().setWrappedKey(bytes(41)), MALFORMED, "wrapped_key"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsBodiesUpToTheLimits(SealedBody.Builder body) throws WireException {
        assertThat(SealedBodyParser.body(body.build().toByteString())).isEqualTo(body.build());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesBodiesBeyondThem(SealedBody.Builder body, RejectionReason reason, String field) {
        assertRefused(() -> SealedBodyParser.body(body.build().toByteString()), reason, "sealed_body." + field);
    }

    @ParameterizedTest
    @MethodSource("refusedKeys")
    void refusesOtherKemWraps(KemWrap.Builder wrap, RejectionReason reason, String field) {
        KeyPart part = KeyPart.newBuilder().setKemWrap(wrap).build();
        assertRefused(() -> SealedBodyParser.keyPart(part.toByteString()), reason, "key_part.kem_wrap." + field);
    }

    @Test
    void refusesOtherSenderKeys() throws WireException {
        KeyPart first = KeyPart.newBuilder()
                .setSenderKey(SenderKey.newBuilder().setChannelEpoch(Long.MAX_VALUE))
                .build();
        assertThat(SealedBodyParser.keyPart(first.toByteString())).isEqualTo(first);
        assertSenderKeyRefused(SenderKey.newBuilder().setIndex(1), "channel_epoch");
        assertSenderKeyRefused(SenderKey.newBuilder().setChannelEpoch(-1), "channel_epoch");
        assertSenderKeyRefused(SenderKey.newBuilder().setChannelEpoch(1).setIndex(-1), "index");
    }

    @Test
    void refusesTheReservedSessionKey() {
        KeyPart part = KeyPart.newBuilder()
                .setSessionKey(SessionKey.newBuilder().setEpoch(1))
                .build();
        assertRefused(() -> SealedBodyParser.keyPart(part.toByteString()), UNSUPPORTED, "key_part.session_key");
    }

    @Test
    void holdsTheKeyPartAgainstTheHeader() throws WireException {
        KeyPart wrap = WireSamples.kemWrap().build();
        KeyPart sender = WireSamples.senderKey().build();
        SealedBodyParser.checkAgainst(WireSamples.header().build(), wrap);
        SealedBodyParser.checkAgainst(WireSamples.publication().build(), sender);
        var header = WireSamples.header().build();
        var otherKey = WireSamples.header().setRecipientKeyId(keyId(9)).build();
        var publication = WireSamples.publication().build();
        assertRefused(() -> SealedBodyParser.checkAgainst(header, sender), MALFORMED, "key_part.part");
        assertRefused(() -> SealedBodyParser.checkAgainst(publication, wrap), MALFORMED, "key_part.part");
        assertRefused(() -> SealedBodyParser.checkAgainst(otherKey, wrap), MALFORMED, "key_part.kem_wrap.key_id");
    }

    private static void assertSenderKeyRefused(SenderKey.Builder key, String field) {
        KeyPart part = KeyPart.newBuilder().setSenderKey(key).build();
        assertRefused(() -> SealedBodyParser.keyPart(part.toByteString()), MALFORMED, "key_part.sender_key." + field);
    }
}
