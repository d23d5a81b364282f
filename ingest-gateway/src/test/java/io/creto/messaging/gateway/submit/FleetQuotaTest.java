package io.creto.messaging.gateway.submit;

import static io.creto.messaging.gateway.limit.SampleQuotas.bytes;
import static io.creto.messaging.gateway.limit.SampleQuotas.messages;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.creto.messaging.gateway.SampleBatches;
import io.creto.messaging.gateway.StreamClient;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.v1.Fault;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a fleet is told that has used up its quota, by Submit and on a stream. */
class FleetQuotaTest {
    private final InProcessGateway gateway = new InProcessGateway();
    private final SampleBatches samples = new SampleBatches(5);

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void oneTooManyIsToldWhyAndWhenAndMayGoThen() {
        gateway.quotas.put("acme", 7, messages(4, 1));
        UnaryCall first = submit(batch("acme/a", 4));
        UnaryCall refused = submit(batch("acme/b", 1));

        assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.failure().getStatus().getDescription())
                .isEqualTo("fleet acme sends too many messages a second: fleet_quota of its policy"
                        + " \"policy-of-acme\", version 7");
        assertThat(UnaryCall.detail(refused.failure(), ErrorInfo.class).map(ErrorInfo::getReason))
                .contains("QUOTA_EXCEEDED");
        assertThat(UnaryCall.detail(refused.failure(), RetryInfo.class)
                        .orElseThrow()
                        .getRetryDelay())
                .isEqualTo(Durations.fromMillis(251));
        assertThat(gateway.inFlight.batches()).as("the first").isEqualTo(1);
        assertThat(gateway.log.waiting()).isEqualTo(1);
        assertThat(gateway.count("failed", "cause", "limited")).isEqualTo(1);
        assertThat(gateway.counter("limited", "limit", "fleet_messages", "caller", "agent"))
                .isEqualTo(1);

        gateway.quotas.advance(Duration.ofMillis(251));
        UnaryCall again = submit(batch("acme/b", 1));
        gateway.log.take().forEach(pending -> pending.succeed(1));
        assertThat(List.of(first, again)).allMatch(call -> call.answer.join().hasAccepted());
        assertThat(gateway.inFlight.batches()).isZero();
    }

    @Test
    void onAStreamItIsTheAnswerToThatBatchAndOthersGoOn() {
        gateway.quotas.put("acme", 7, messages(2, 1));
        StreamClient client = StreamClient.open(gateway.stub());
        List<SignedBatch> batches =
                IntStream.range(0, 3).mapToObj(i -> batch("acme/a", 1)).toList();
        batches.forEach(client::send);
        gateway.log.take().forEach(pending -> pending.succeed(1));

        assertThat(answer(client, batches.get(0)).hasAccepted()).isTrue();
        assertThat(answer(client, batches.get(1)).hasAccepted()).isTrue();
        Fault fault = answer(client, batches.get(2)).getFault();
        assertThat(fault.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
        assertThat(fault.getReason()).isEqualTo(RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED);
        assertThat(fault.getDetail()).startsWith("fleet acme sends too many messages a second: ");
        assertThat(fault.getRetryAfterMs()).isEqualTo(501);
        assertThat(client.ended()).isNotDone();

        gateway.quotas.advance(Duration.ofMillis(501));
        SignedBatch later = batch("acme/a", 1);
        client.send(later);
        gateway.log.take().forEach(pending -> pending.succeed(2));
        client.finish();
        assertThat(client.ended().join()).isEmpty();
        assertThat(answer(client, later).hasAccepted()).isTrue();
    }

    @Test
    void aLargeBatchGoesOnCreditAndIsPaidForAfterwards() {
        SignedBatch large = batch("acme/a", 20);
        int size = large.toByteString().size();
        gateway.quotas.put("acme", 7, bytes(1000, 1));
        assertThat(submit(large).answer).isNotDone();

        UnaryCall refused = submit(batch("acme/a", 1));
        assertThat(refused.failure().getStatus().getDescription())
                .startsWith("fleet acme sends too many bytes a second: ");
        gateway.quotas.advance(Duration.ofMillis(size - 1000));
        assertThat(submit(batch("acme/a", 1)).code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        gateway.quotas.advance(Duration.ofMillis(1));
        assertThat(submit(batch("acme/a", 1)).answer).as("a token is there").isNotDone();
    }

    @Test
    void aChangeOfTheQuotaCounts() {
        gateway.quotas.put("acme", 7, messages(1, 1));
        var unused = submit(batch("acme/a", 1));
        assertThat(submit(batch("acme/a", 1)).code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        gateway.quotas.put("acme", 8, messages(1, 1));
        assertThat(submit(batch("acme/a", 1)).code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        gateway.quotas.put("acme", 9, messages(2, 1));
        assertThat(submit(batch("acme/a", 1)).answer).isNotDone();
        gateway.quotas.put("acme", 10);
        assertThat(submit(batch("acme/a", 200)).answer).isNotDone();
    }

    @Test
    void aFleetThatIsNotKnownHasNoQuotaAndFleetsDoNotFeelEachOther() {
        gateway.quotas.put("acme", 7, messages(1, 1));
        var unused = submit(batch("acme/a", 200));
        assertThat(submit(batch("acme/a", 1)).code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(submit(batch("acme-2/a", 200)).answer).isNotDone();
        assertThat(submit(batch("acme-2/a", 200)).answer).isNotDone();
    }

    @Test
    void whatIsNotHandedToTheLogDoesNotCount() {
        gateway.quotas.put("acme", 7, messages(InProcessGateway.MAX_BATCHES + 1, 1));
        gateway.caller = new Caller.Agent("acme/a");
        assertThat(submit(batch("acme/other", 100)).code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        for (int i = 0; i < InProcessGateway.MAX_BATCHES; i++) {
            assertThat(submit(batch("acme/a", 1)).answer).isNotDone();
        }
        assertThat(submit(batch("acme/a", 100)).failure().getStatus().getDescription())
                .isEqualTo("too much is in flight");
        gateway.log.take().forEach(pending -> pending.succeed(1));
        assertThat(submit(batch("acme/a", 100)).answer).as("one was left").isNotDone();
        assertThat(submit(batch("acme/a", 1)).code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    private SignedBatch batch(String signer, int envelopes) {
        return samples.batch(signer, Lane.LANE_NORMAL, envelopes, 100);
    }

    private UnaryCall submit(SignedBatch batch) {
        return UnaryCall.start(gateway.stub(), batch.toByteString());
    }

    private static SubmitResponse answer(StreamClient client, SignedBatch batch) {
        return Objects.requireNonNull(client.answers().get(SampleBatches.idOf(batch)));
    }
}
