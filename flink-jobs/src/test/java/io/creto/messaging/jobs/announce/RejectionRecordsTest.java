package io.creto.messaging.jobs.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.RejectionReason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectionRecordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "x\u20ac", "\ud83d\ude00"})
    void aDetailIsCutInBytesBetweenCharacters(String piece) {
        String detail = piece.repeat(WireLimits.MAX_TEXT_BYTES);
        String cut = detail(detail);
        assertThat(cut.getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(WireLimits.MAX_TEXT_BYTES - 3, WireLimits.MAX_TEXT_BYTES);
        assertThat(detail).startsWith(cut);
    }

    @Test
    void aShortDetailStays() {
        assertThat(detail("a caf\u00e9")).isEqualTo("a caf\u00e9");
    }

    private static String detail(String detail) {
        return RejectionRecords.deadLetter(
                        Arrival.getDefaultInstance(), RejectionReason.REJECTION_REASON_MALFORMED, detail)
                .getDetail();
    }
}
