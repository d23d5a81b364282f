package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.creto.messaging.v1.AuthorizationAnswer;
import io.creto.messaging.v1.CheckResponse;
import io.creto.messaging.v1.Effect;
import io.creto.messaging.v1.RejectionReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an external authorization service may answer. */
class AuthorizationCallParserTest {
    static List<Arguments> refused() {
        String path = "check_response.answers";
        return List.of(
                arguments(response(), MALFORMED, path),
                arguments(response(257), TOO_LARGE, path),
                arguments(response().addAnswers(answer(2)), MALFORMED, path + ".place"),
                arguments(response().addAnswers(answer(0)), MALFORMED, path + ".place"),
                arguments(response(2).addAnswers(answer(2)), MALFORMED, path + ".place"),
                arguments(response(1).addAnswers(answer(3)), MALFORMED, path + ".place"),
                arguments(response().addAnswers(answer(1).clearEffect()), MALFORMED, path + ".effect"),
                arguments(response().addAnswers(answer(1).setPolicy(text(256))), TOO_LARGE, path + ".policy"),
                arguments(response().addAnswers(answer(1).setRule(text(256))), TOO_LARGE, path + ".rule"),
                arguments(response().addAnswers(answer(1).setRule("a\u0007")), MALFORMED, path + ".rule"),
                arguments(response().addAnswers(answer(1).setReason(text(1025))), TOO_LARGE, path + ".reason"),
                arguments(response().addAnswers(answer(1).setEffectValue(7)), MALFORMED, path + ".effect"));
    }

    @Test
    void asManyAndAsLongAsTheLimitsLet() throws WireException {
        CheckResponse.Builder largest = response();
        for (int place = 1; place <= WireLimits.MAX_BATCH_COUNT; place++) {
            largest.addAnswers(answer(place)
                    .setEffect(Effect.EFFECT_FORBID)
                    .setPolicy(text(255))
                    .setRule(text(255))
                    .setReason(text(1024)));
        }
        assertThat(AuthorizationCallParser.checkResponse(largest.build().toByteString()))
                .isEqualTo(largest.build());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatBreaksARuleIsNoAnswer(CheckResponse.Builder response, RejectionReason reason, String field) {
        assertRefused(
                () -> AuthorizationCallParser.checkResponse(response.build().toByteString()), reason, field);
    }

    private static CheckResponse.Builder response() {
        return CheckResponse.newBuilder();
    }

    private static CheckResponse.Builder response(int answers) {
        CheckResponse.Builder response = response();
        for (int place = 1; place <= answers; place++) {
            response.addAnswers(answer(place));
        }
        return response;
    }

    private static AuthorizationAnswer.Builder answer(int place) {
        return AuthorizationAnswer.newBuilder().setPlace(place).setEffect(Effect.EFFECT_PERMIT);
    }
}
