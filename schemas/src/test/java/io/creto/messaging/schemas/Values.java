package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.RejectionReason;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Values to build messages of, and the assertion that a reader refuses. */
final class Values {
    static final long NOW = 1_770_000_000_000L;
    static final String ALICE = "acme/alice";
    static final String BOB = "acme/bob";
    static final String HOST = "acme/host-7";
    static final RejectionReason MALFORMED = RejectionReason.REJECTION_REASON_MALFORMED;
    static final RejectionReason TOO_LARGE = RejectionReason.REJECTION_REASON_TOO_LARGE;
    static final RejectionReason UNSUPPORTED = RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;

    private Values() {}

    static ByteString id(long timestampMillis) {
        return MessageId.create(timestampMillis, new Random(timestampMillis)).toByteString();
    }

    static ByteString id() {
        return id(NOW);
    }

    static ByteString bytes(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0xA5);
        return ByteString.copyFrom(bytes);
    }

    static ByteString keyId(int seed) {
        byte[] bytes = new byte[WireLimits.KEY_ID_BYTES];
        Arrays.fill(bytes, (byte) seed);
        bytes[0] = WireLimits.SUITE;
        return ByteString.copyFrom(bytes);
    }

    static ByteString keyId() {
        return keyId(7);
    }

    static ByteString hash() {
        return bytes(WireLimits.HASH_BYTES);
    }

    static ByteString signature() {
        return bytes(WireLimits.SIGNATURE_BYTES);
    }

    static ByteString publicKey() {
        return bytes(WireLimits.PUBLIC_KEY_BYTES);
    }

    static String text(int size) {
        return "x".repeat(size);
    }

    static void assertRefused(ThrowingCallable call, RejectionReason reason, String field) {
        Assertions.assertThatThrownBy(call).isInstanceOfSatisfying(WireException.class, e -> {
            Assertions.assertThat(e.field()).as(e.getMessage()).isEqualTo(field);
            Assertions.assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
            Assertions.assertThat(e).hasMessageStartingWith(field + ": ").hasNoCause();
            Assertions.assertThat(e.getStackTrace()).isEmpty();
        });
    }
}
