package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.outcome;
import static io.creto.messaging.crypto.hostile.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.creto.messaging.crypto.batch.VerifiedBatch;
import io.creto.messaging.crypto.batch.VerifiedHeader;
import io.creto.messaging.crypto.hostile.Parsers.Parser;
import io.creto.messaging.crypto.identity.AccessTokens;
import io.creto.messaging.crypto.identity.Delegations;
import io.creto.messaging.crypto.identity.KeyBinding;
import io.creto.messaging.crypto.identity.VerifiedEnrolment;
import io.creto.messaging.crypto.sealing.EnvelopeOpener;
import io.creto.messaging.crypto.signature.CompositePublicKey;
import io.creto.messaging.crypto.signature.SignatureContext;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedAccessToken;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SignedDelegation;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any bytes to every public entry point that parses, verifies or opens. */
final class ArbitraryBytesPropertyTest {
    private static final String SEED = "20261";
    private static final CompositePublicKey KEY = Fixtures.ALICE_KEY.publicKey();

    /** Plain noise, and noise that begins like protobuf. */
    @Provide
    Arbitrary<ByteString> noise() {
        Arbitrary<ByteString> plain =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(ByteString::copyFrom);
        Arbitrary<ByteString> field = Arbitraries.integers()
                .between(1, 40)
                .flatMap(number -> Arbitraries.oneOf(
                        plain.map(content -> Wire.field(number, content)),
                        Arbitraries.longs().map(value -> Wire.number(number, value))));
        Arbitrary<ByteString> fields = field.list().ofMaxSize(8).map(list -> ByteString.copyFrom(list));
        ByteString versionAndSuite = Wire.number(1, 1).concat(Wire.number(2, 1));
        return Arbitraries.oneOf(plain, fields, fields.map(versionAndSuite::concat));
    }

    @Provide
    Arbitrary<Parser> parsers() {
        return Arbitraries.of(Parsers.all());
    }

    @Property(seed = SEED, tries = 10_000)
    void everyParserRefusesOrReads(@ForAll("parsers") Parser parser, @ForAll("noise") ByteString bytes) {
        outcome(() -> parser.reader().read(bytes));
    }

    @Property(seed = SEED)
    void openRefuses(@ForAll("noise") ByteString header, @ForAll("noise") ByteString body) {
        Envelope valid = Fixtures.sealed("payload");
        Envelope noise = Envelope.newBuilder().setHeader(header).setBody(body).build();
        refusal(() -> EnvelopeOpener.open(noise, Fixtures.BOB_KEM));
        refusal(() -> EnvelopeOpener.open(valid.toBuilder().setBody(body).build(), Fixtures.BOB_KEM));
        refusal(() -> EnvelopeOpener.open(valid.toBuilder().setHeader(header).build(), Fixtures.BOB_KEM));
        refusal(() -> EnvelopeParser.envelope(Lane.LANE_NORMAL, noise));
    }

    @Property(seed = SEED, tries = 300)
    void signatureVerificationRefuses(@ForAll("noise") ByteString message, @ForAll("noise") ByteString signature) {
        assertThat(KEY.verify(SignatureContext.BATCH, message, signature).isValid())
                .isFalse();
        ByteString ofTheRightLength =
                Wire.repeat(signature.concat(Wire.bytes(7)), 3373).substring(0, CompositePublicKey.SIGNATURE_BYTES);
        assertThat(KEY.verify(SignatureContext.BATCH, message, ofTheRightLength).isValid())
                .isFalse();
    }

    @Property(seed = SEED)
    void statementsRefuse(@ForAll("noise") ByteString statement, @ForAll("noise") ByteString signature) {
        SignedBatch batch = SignedBatch.newBuilder()
                .setHeader(statement)
                .setSignature(signature)
                .build();
        refusal(() -> VerifiedBatch.verify(batch, KEY));
        refusal(() -> VerifiedHeader.verify(statement, signature, KEY));
        SignedDelegation delegation = SignedDelegation.newBuilder()
                .setDelegation(statement)
                .setSignature(signature)
                .build();
        refusal(() -> Delegations.verify(delegation, KEY));
        SignedAccessToken token = SignedAccessToken.newBuilder()
                .setToken(statement)
                .setSignature(signature)
                .build();
        refusal(() -> AccessTokens.verify(token, KEY, Fixtures.AUDIENCE, Fixtures.NOW, 0));
        refusal(() -> new KeyBinding(statement, signature).verifyEnrolment(Fixtures.ALICE, KEY, KEY));
        Enrol enrol = Fixtures.enrolment().toBuilder()
                .setBinding(statement)
                .setTokenSignature(signature)
                .build();
        refusal(() -> VerifiedEnrolment.verify(Fixtures.ALICE, enrol));
    }
}
