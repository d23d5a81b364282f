package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.AuthorizationAnswer;
import io.creto.messaging.v1.CheckResponse;

/** Reads what an external authorization service answers. */
public final class AuthorizationCallParser {
    private static final StrictWire<CheckResponse> CHECK_RESPONSE =
            StrictWire.of(CheckResponse.getDescriptor(), CheckResponse.parser(), WireLimits.MAX_CHECK_BYTES);

    private AuthorizationCallParser() {}

    /**
     * Reads 1 to 256 answers, one for each place from 1 on. Refuses more than {@link WireLimits#MAX_CHECK_BYTES}, more answers
     * and longer texts with TOO_LARGE, and with MALFORMED an answer out of its place, or one that neither permits nor forbids.
     */
    public static CheckResponse checkResponse(ByteString bytes) throws WireException {
        CheckResponse response = CHECK_RESPONSE.parse(bytes);
        String path = "check_response.answers";
        Check.count(response.getAnswersCount(), 1, WireLimits.MAX_BATCH_COUNT, path);
        for (int i = 0; i < response.getAnswersCount(); i++) {
            AuthorizationAnswer answer = response.getAnswers(i);
            Check.rule(answer.getPlace() == i + 1, path + ".place", "must be " + (i + 1));
            Check.given(answer.getEffect(), path + ".effect");
            Check.name(answer.getPolicy(), 0, WireLimits.MAX_NAME_BYTES, path + ".policy");
            Check.name(answer.getRule(), 0, WireLimits.MAX_NAME_BYTES, path + ".rule");
            Check.prose(answer.getReason(), WireLimits.MAX_TEXT_BYTES, path + ".reason");
        }
        return response;
    }
}
