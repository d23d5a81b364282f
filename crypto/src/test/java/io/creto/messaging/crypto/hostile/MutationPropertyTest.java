package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.refusal;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.identity.AccessTokens;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.identity.VerifiedEnrolment;
import io.creto.messaging.crypto.sealing.EnvelopeOpener;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.CommandParser;
import io.creto.messaging.schemas.DelegationParser;
import io.creto.messaging.schemas.TokenParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.SignedBatch;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Valid input with bytes changed, inserted, deleted or spliced in from other valid input. Every byte counts: whatever is
 * changed anywhere is refused.
 */
final class MutationPropertyTest {
    private static final String SEED = "20263";
    private static final int TRIES = 5_000;
    private static final CompositePublicKey KEY = Fixtures.ALICE_KEY.publicKey();

    private static final List<ByteString> BATCHES = List.of(
            Fixtures.batch(Fixtures.commands(1)).toByteString(),
            Fixtures.batch(Fixtures.commands(2)).toByteString(),
            Fixtures.batch(Fixtures.commands(3)).toByteString(),
            Fixtures.batch(List.of(Fixtures.sealed("one"), Fixtures.sealed("two")))
                    .toByteString());
    private static final List<ByteString> DELEGATIONS = List.of(
            delegation(Fixtures.NOW + 1), delegation(Fixtures.NOW + 1_000), delegation(Fixtures.NOW + 1_000_000));
    private static final List<ByteString> TOKENS =
            List.of(token(Fixtures.NOW + 1), token(Fixtures.NOW + 1_000), token(Fixtures.NOW + 100_000));
    private static final List<ByteString> ENROLMENTS = List.of(
            Fixtures.enrolment().toByteString(),
            Fixtures.TOKEN
                    .enrol(Fixtures.ALICE, Fixtures.GATEWAY_KEY, TestRandom.seeded(60))
                    .toByteString());
    private static final List<Envelope> SEALED = List.of(Fixtures.sealed("one"), Fixtures.sealed("another payload"));

    /** What is done to some bytes; positions are fractions of their length. */
    record Mutation(Kind kind, double from, double to, ByteString bytes) {
        enum Kind {
            REPLACE,
            INSERT,
            DELETE,
            SPLICE
        }

        ByteString apply(ByteString valid, ByteString other) {
            int at = (int) (from * valid.size());
            int end = Math.min(valid.size(), at + bytes.size());
            ByteString head = valid.substring(0, at);
            return switch (kind) {
                case REPLACE -> head.concat(bytes.substring(0, end - at)).concat(valid.substring(end));
                case INSERT -> head.concat(bytes).concat(valid.substring(at));
                case DELETE -> head.concat(valid.substring(end));
                case SPLICE -> head.concat(other.substring((int) (to * other.size())));
            };
        }
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        Arbitrary<Double> fraction = Arbitraries.doubles().between(0, 1);
        Arbitrary<ByteString> bytes = Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(ByteString::copyFrom);
        return Combinators.combine(Arbitraries.of(Mutation.Kind.class), fraction, fraction, bytes)
                .as(Mutation::new);
    }

    @Property(seed = SEED, tries = TRIES)
    void batches(@ForAll("mutations") Mutation mutation, @ForAll int which, @ForAll int other) {
        assertRefused(
                mutation, BATCHES, which, other, bytes -> VerifiedBatch.verify(BatchParser.signedBatch(bytes), KEY));
    }

    @Property(seed = SEED, tries = TRIES)
    void partsOfBatches(@ForAll("mutations") Mutation mutation, @ForAll int which, @ForAll int other) throws Exception {
        SignedBatch valid = SignedBatch.parseFrom(pick(BATCHES, which));
        SignedBatch donor = SignedBatch.parseFrom(pick(BATCHES, other));
        assertRefused(
                mutation,
                List.of(valid.getHeader(), donor.getHeader()),
                0,
                1,
                bytes -> VerifiedBatch.verify(valid.toBuilder().setHeader(bytes).build(), KEY));
        assertRefused(
                mutation,
                List.of(valid.getSignature(), donor.getSignature()),
                0,
                1,
                bytes -> VerifiedBatch.verify(
                        valid.toBuilder().setSignature(bytes).build(), KEY));
        Envelope envelope = valid.getEnvelopes(0);
        Envelope from = donor.getEnvelopes(0);
        assertRefused(
                mutation,
                List.of(envelope.getHeader(), from.getHeader()),
                0,
                1,
                bytes -> verifyWith(valid, envelope.toBuilder().setHeader(bytes)));
        assertRefused(
                mutation,
                List.of(envelope.getBody(), from.getBody()),
                0,
                1,
                bytes -> verifyWith(valid, envelope.toBuilder().setBody(bytes)));
    }

    @Property(seed = SEED, tries = TRIES)
    void delegations(@ForAll("mutations") Mutation mutation, @ForAll int which, @ForAll int other) {
        assertRefused(
                mutation, DELEGATIONS, which, other, bytes -> Delegations.verify(DelegationParser.signed(bytes), KEY));
    }

    @Property(seed = SEED, tries = TRIES)
    void accessTokens(@ForAll("mutations") Mutation mutation, @ForAll int which, @ForAll int other) {
        assertRefused(
                mutation,
                TOKENS,
                which,
                other,
                bytes -> AccessTokens.verify(TokenParser.signed(bytes), KEY, Fixtures.AUDIENCE, Fixtures.NOW, 0));
    }

    @Property(seed = SEED, tries = TRIES)
    void enrolments(@ForAll("mutations") Mutation mutation, @ForAll int which, @ForAll int other) {
        assertRefused(
                mutation,
                ENROLMENTS,
                which,
                other,
                bytes -> VerifiedEnrolment.verify(
                        Fixtures.ALICE, (Enrol) CommandParser.body(MessageKind.MESSAGE_KIND_ENROL, bytes)));
    }

    @Property(seed = SEED, tries = TRIES)
    void sealedEnvelopes(@ForAll("mutations") Mutation mutation, @ForAll int which, @ForAll int other) {
        Envelope valid = pick(SEALED, which);
        Envelope donor = pick(SEALED, other);
        assertRefused(
                mutation,
                List.of(valid.getHeader(), donor.getHeader()),
                0,
                1,
                bytes -> EnvelopeOpener.open(valid.toBuilder().setHeader(bytes).build(), Fixtures.BOB_KEM));
        assertRefused(
                mutation,
                List.of(valid.getBody(), donor.getBody()),
                0,
                1,
                bytes -> EnvelopeOpener.open(valid.toBuilder().setBody(bytes).build(), Fixtures.BOB_KEM));
    }

    private static void verifyWith(SignedBatch valid, Envelope.Builder first)
            throws WireException, VerificationException {
        VerifiedBatch.verify(valid.toBuilder().setEnvelopes(0, first).build(), KEY);
    }

    /** The other valid input, which a splice may give as a whole, is not this one's mutation. */
    private static void assertRefused(
            Mutation mutation, List<ByteString> valid, int which, int other, SignedMessages.Entry entry) {
        ByteString mutated = mutation.apply(pick(valid, which), pick(valid, other));
        if (!valid.contains(mutated)) {
            refusal(() -> entry.accept(mutated));
        }
    }

    private static <T> T pick(List<T> list, int number) {
        return list.get(Math.floorMod(number, list.size()));
    }

    private static ByteString delegation(long notAfter) {
        ByteString bytes = Fixtures.delegation().setNotAfterMs(notAfter).build().toByteString();
        return Fixtures.signedDelegation(bytes, Fixtures.ALICE_KEY).toByteString();
    }

    private static ByteString token(long expiresAt) {
        ByteString bytes =
                Fixtures.accessToken().setExpiresAtMs(expiresAt).build().toByteString();
        return Fixtures.signedToken(bytes, Fixtures.ALICE_KEY).toByteString();
    }
}
