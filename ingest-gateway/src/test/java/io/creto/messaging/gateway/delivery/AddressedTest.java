package io.creto.messaging.gateway.delivery;

import static io.creto.messaging.gateway.delivery.DeliverySamples.addressed;
import static io.creto.messaging.gateway.delivery.DeliverySamples.directive;
import static io.creto.messaging.gateway.delivery.DeliverySamples.recipients;
import static io.creto.messaging.gateway.delivery.DeliverySamples.slice;
import static io.creto.messaging.gateway.delivery.DeliverySamples.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.creto.messaging.v1.DeliveryRecord;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom a record is for, and what they see of it. */
class AddressedTest {
    private static final String ALICE = "acme/alice";
    private static final String BOB = "acme/bob";
    private static final String CAROL = "acme/carol";

    @Test
    void ofASliceEachSeesItsOwnEnvelopesWithTheirIndexAndNothingElse() {
        DeliveryRecord record = slice(7, ALICE, BOB, ALICE, CAROL);
        Addressed letter = addressed(3, record);

        assertThat(letter.agents()).containsExactlyInAnyOrder(ALICE, BOB, CAROL);
        assertThat(letter.isVerdict()).isFalse();
        assertThat(letter.offset()).isEqualTo(3);
        DeliveryRecord alices = letter.of(Set.of(ALICE));
        assertThat(recipients(alices)).containsExactly(ALICE, ALICE);
        assertThat(alices.getSlice().getEnvelopes(1))
                .isEqualTo(record.getSlice().getEnvelopes(2));
        assertThat(alices.getSlice().getIngestTimeMs()).isEqualTo(7);
        assertThat(recipients(letter.of(Set.of(BOB, "acme/dave")))).containsExactly(BOB);
        assertThat(recipients(letter.of(Set.of(BOB, CAROL)))).containsExactly(BOB, CAROL);
        assertThat(letter.of(Set.of(CAROL, BOB, ALICE))).isEqualTo(record);
    }

    @Test
    void aVerdictIsForItsSignerAndADirectiveForItsAgent() {
        assertThat(addressed(0, verdict(ALICE)).agents()).containsExactly(ALICE);
        assertThat(addressed(0, verdict(ALICE)).isVerdict()).isTrue();
        assertThat(addressed(0, directive(BOB)).agents()).containsExactly(BOB);
        assertThat(addressed(0, directive(BOB)).isVerdict()).isFalse();
        assertThat(addressed(0, directive(BOB)).of(Set.of(BOB))).isEqualTo(directive(BOB));
    }

    @Test
    void whatIsEmptyIsForNobodyAndGarbageIsNone() throws InvalidProtocolBufferException {
        assertThat(Addressed.read(0, new byte[0]).agents()).isEmpty();
        assertThatThrownBy(() -> Addressed.read(0, "garbage".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidProtocolBufferException.class);
    }
}
