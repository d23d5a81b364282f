package io.creto.messaging.crypto.hostile;

import static io.creto.messaging.crypto.hostile.Refusals.outcome;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
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

/** Delegations, access tokens and enrolments, whole or beside a good signature: nothing verifies but what was signed. */
public final class FuzzStatements {
    private static final CompositePublicKey KEY = Fixtures.ALICE_KEY.publicKey();
    private static final SignedDelegation DELEGATION =
            Fixtures.signedDelegation(Fixtures.delegation().build().toByteString(), Fixtures.ALICE_KEY);
    private static final SignedAccessToken TOKEN =
            Fixtures.signedToken(Fixtures.accessToken().build().toByteString(), Fixtures.ALICE_KEY);
    private static final Enrol ENROLMENT = Fixtures.enrolment();

    private FuzzStatements() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        ByteString bytes = ByteString.copyFrom(data);
        outcome(() -> verify(DelegationParser.signed(bytes)));
        outcome(() -> verify(TokenParser.signed(bytes)));
        outcome(() -> verify((Enrol) CommandParser.body(MessageKind.MESSAGE_KIND_ENROL, bytes)));
        outcome(() -> verify(DELEGATION.toBuilder().setDelegation(bytes).build()));
        outcome(() -> verify(TOKEN.toBuilder().setToken(bytes).build()));
        outcome(() -> verify(ENROLMENT.toBuilder().setBinding(bytes).build()));
    }

    static List<ByteString> seeds() {
        return List.of(
                DELEGATION.toByteString(),
                DELEGATION.getDelegation(),
                TOKEN.toByteString(),
                TOKEN.getToken(),
                ENROLMENT.toByteString(),
                ENROLMENT.getBinding());
    }

    private static void verify(SignedDelegation signed) throws WireException, VerificationException {
        Delegations.verify(signed, KEY);
        require(signed, DELEGATION);
    }

    private static void verify(SignedAccessToken signed) throws WireException, VerificationException {
        AccessTokens.verify(signed, KEY, Fixtures.AUDIENCE, Fixtures.NOW, 0);
        require(signed, TOKEN);
    }

    private static void verify(Enrol enrol) throws WireException, VerificationException {
        VerifiedEnrolment.verify(Fixtures.ALICE, enrol);
        require(enrol, ENROLMENT);
    }

    private static void require(Message verified, Message signed) {
        if (!verified.equals(signed)) {
            throw new AssertionError("verified, but never signed");
        }
    }
}
