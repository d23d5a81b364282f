package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_CLASSICAL;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.identity.AccessTokens;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.identity.VerifiedEnrolment;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.TokenParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.SignedAccessToken;
import io.creto.messaging.v1.SignedDelegation;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Delegations, access tokens and enrolments, cut and with flipped bits. */
final class StatementBytesTest {
    private static final CompositePublicKey ALICE = Fixtures.ALICE_KEY.publicKey();
    private static final int ML_DSA_BYTES = 3309;

    /** What an identity key signs outside batches. */
    record Statement(String name, Descriptor type, String signature, ByteString valid, Verifier verifier) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Statement> statements() {
        return List.of(
                new Statement(
                        "delegation",
                        SignedDelegation.getDescriptor(),
                        "signature",
                        Fixtures.signedDelegation(Fixtures.delegation().build().toByteString(), Fixtures.ALICE_KEY)
                                .toByteString(),
                        bytes -> Delegations.verify(DelegationParser.signed(bytes), ALICE)),
                new Statement(
                        "access token",
                        SignedAccessToken.getDescriptor(),
                        "signature",
                        Fixtures.signedToken(Fixtures.accessToken().build().toByteString(), Fixtures.ALICE_KEY)
                                .toByteString(),
                        bytes -> AccessTokens.verify(
                                TokenParser.signed(bytes), ALICE, Fixtures.AUDIENCE, Fixtures.NOW, 60_000)),
                new Statement(
                        "enrolment",
                        Enrol.getDescriptor(),
                        "token_signature",
                        Fixtures.enrolment().toByteString(),
                        bytes -> VerifiedEnrolment.verify(
                                Fixtures.ALICE, (Enrol) CommandParser.body(MessageKind.MESSAGE_KIND_ENROL, bytes))));
    }

    /** Reads and verifies. */
    @FunctionalInterface
    interface Verifier {
        void verify(ByteString bytes) throws WireException, VerificationException;
    }

    @ParameterizedTest
    @MethodSource("statements")
    void everyTruncationIsMalformed(Statement statement) {
        Bits.truncations(
                statement.valid,
                (cut, at) -> assertThat(refusal(() -> statement.verifier.verify(cut)))
                        .isEqualTo(REJECTION_REASON_MALFORMED));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void everyBitFlipIsRefused(Statement statement) throws Exception {
        statement.verifier.verify(statement.valid);
        Layout layout = Layout.of(statement.type, statement.valid);
        int signature = layout.start(statement.signature);
        Bits.flips(statement.valid, chosen(signature), (flipped, at) -> {
            Enum<?> reason = refusal(() -> statement.verifier.verify(flipped));
            if (layout.fieldAt(at).equals(statement.signature)) {
                assertThat(reason)
                        .isEqualTo(
                                at < signature + ML_DSA_BYTES
                                        ? REJECTION_REASON_BAD_SIGNATURE_POST_QUANTUM
                                        : REJECTION_REASON_BAD_SIGNATURE_CLASSICAL);
            }
        });
    }

    /** All bits but of the post-quantum half, of which {@link BatchBytesTest} takes all: here it is sampled. */
    private static IntPredicate chosen(int signature) {
        IntPredicate few = Bits.sample(25, 8);
        return bit -> {
            int at = bit / Byte.SIZE - signature;
            return at < 0 || at >= ML_DSA_BYTES || few.test(bit);
        };
    }
}
