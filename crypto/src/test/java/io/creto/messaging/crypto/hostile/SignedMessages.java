package io.creto.messaging.crypto.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.TestRandom;
import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.identity.AccessTokens;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.identity.KeyBinding;
import io.creto.messaging.crypto.sealing.EnvelopeOpener;
import io.creto.messaging.crypto.sealing.OpenException;
import io.creto.messaging.crypto.signature.CompositePrivateKey;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.EnrolmentBinding;
import io.creto.messaging.v1.Envelope;
import java.util.List;

/** Every message that is signed as bytes, with an entry point that is given any bytes under a genuine signature. */
final class SignedMessages {
    private static final CompositePrivateKey KEY = Fixtures.ALICE_KEY;
    private static final CompositePublicKey PUBLIC_KEY = KEY.publicKey();

    private SignedMessages() {}

    /** Signs (or, for an envelope, gives beside a genuine body) and verifies. */
    @FunctionalInterface
    interface Entry {
        void accept(ByteString bytes) throws WireException, VerificationException, OpenException;
    }

    /**
     * One kind of message.
     *
     * @param valid what the entry point accepts
     * @param entry refuses everything else
     */
    record Signed(String name, Message valid, Entry entry) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Signed> all() {
        return List.of(batchHeader(), envelopeHeader(), delegation(), accessToken(), enrolmentBinding());
    }

    static Signed batchHeader() {
        return new Signed(
                "batch header",
                parsed(() ->
                        BatchParser.header(Fixtures.batch(Fixtures.commands(1)).getHeader())),
                bytes -> VerifiedHeader.verify(bytes, sign(SignatureContext.BATCH, bytes), PUBLIC_KEY));
    }

    static Signed envelopeHeader() {
        Envelope sealed = Fixtures.sealed("payload");
        return new Signed(
                "envelope header",
                Fixtures.messageHeader().build(),
                bytes -> EnvelopeOpener.open(sealed.toBuilder().setHeader(bytes).build(), Fixtures.BOB_KEM));
    }

    static Signed delegation() {
        return new Signed(
                "delegation",
                Fixtures.delegation().build(),
                bytes -> Delegations.verify(Fixtures.signedDelegation(bytes, KEY), PUBLIC_KEY));
    }

    static Signed accessToken() {
        return new Signed(
                "access token",
                Fixtures.accessToken().build(),
                bytes -> AccessTokens.verify(
                        Fixtures.signedToken(bytes, KEY), PUBLIC_KEY, Fixtures.AUDIENCE, Fixtures.NOW, 0));
    }

    static Signed enrolmentBinding() {
        EnrolmentBinding binding = EnrolmentBinding.newBuilder()
                .setVersion(WireLimits.VERSION)
                .setSuite(WireLimits.SUITE)
                .setAgent(Fixtures.ALICE.toString())
                .setPublicKey(PUBLIC_KEY.encoded())
                .build();
        return new Signed(
                "enrolment binding",
                binding,
                bytes -> new KeyBinding(bytes, sign(SignatureContext.ENROL, bytes))
                        .verifyEnrolment(Fixtures.ALICE, PUBLIC_KEY, PUBLIC_KEY));
    }

    private static ByteString sign(SignatureContext context, ByteString bytes) {
        return KEY.sign(context, bytes, TestRandom.seeded(36));
    }

    private static Message parsed(Parsed parsed) {
        try {
            return parsed.get();
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    @FunctionalInterface
    private interface Parsed {
        Message get() throws WireException;
    }
}
