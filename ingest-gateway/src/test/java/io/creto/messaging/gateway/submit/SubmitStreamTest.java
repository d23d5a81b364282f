package io.creto.messaging.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.creto.messaging.gateway.SampleBatches;
import io.creto.messaging.gateway.StreamClient;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.log.FakeIngestLog.Pending;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The error contract and the flow control of SubmitStream. */
class SubmitStreamTest {
    private final InProcessGateway gateway = new InProcessGateway();
    private final SampleBatches samples = new SampleBatches(4);

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void answersComeInTheOrderOfTheLogAndCarryTheirIds() {
        StreamClient client = StreamClient.open(gateway.stub());
        List<SignedBatch> batches = send(client, 3);
        List<Pending> pending = new ArrayList<>(gateway.log.take());
        Collections.reverse(pending);
        for (int i = 0; i < 3; i++) {
            pending.get(i).succeed(100 - i);
        }
        client.finish();
        assertThat(client.ended().join()).isEmpty();
        for (int i = 0; i < 3; i++) {
            var answer = Objects.requireNonNull(client.answers().get(SampleBatches.idOf(batches.get(i))));
            assertThat(answer.getAccepted().getIngestTimeMs()).isEqualTo(98 + i);
        }
    }

    @Test
    void aStreamEndsOnlyWhenAllIsAnswered() {
        StreamClient client = StreamClient.open(gateway.stub());
        send(client, 1);
        client.finish();
        assertThat(client.ended()).isNotDone();
        assertThat(gateway.service.openStreams()).isEqualTo(1);
        gateway.log.take().get(0).succeed(1);
        assertThat(client.ended().join()).isEmpty();
        assertThat(gateway.service.openStreams()).isZero();
    }

    @Test
    void aFaultOfOneBatchIsItsAnswerAndTheOthersGoOn() {
        StreamClient client = StreamClient.open(gateway.stub());
        SignedBatch broken = samples.batch("acme/a", Lane.LANE_BULK).toBuilder()
                .clearSignature()
                .build();
        client.send(broken);
        SignedBatch lost = send(client, 1).get(0);
        gateway.log.take().get(0).fail(new GatewayException(Kind.LOG_UNAVAILABLE, "the log does not answer"));
        SignedBatch good = send(client, 1).get(0);
        gateway.log.take().get(0).succeed(5);

        var refused = Objects.requireNonNull(client.answers().get(SampleBatches.idOf(broken)))
                .getFault();
        assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
        assertThat(refused.getReason()).isEqualTo(RejectionReason.REJECTION_REASON_MALFORMED);
        assertThat(refused.getDetail()).isEqualTo("signed_batch.signature: 0 bytes, must be 3373");
        assertThat(refused.getRetryAfterMs()).isZero();

        var failed = Objects.requireNonNull(client.answers().get(SampleBatches.idOf(lost)))
                .getFault();
        assertThat(failed.getCode()).isEqualTo(Status.Code.UNAVAILABLE.value());
        assertThat(failed.getReason()).isEqualTo(RejectionReason.REJECTION_REASON_UNSPECIFIED);
        assertThat(failed.getRetryAfterMs()).isEqualTo(InProcessGateway.RETRY_AFTER.toMillis());

        assertThat(Objects.requireNonNull(client.answers().get(SampleBatches.idOf(good)))
                        .hasAccepted())
                .isTrue();
        assertThat(client.ended()).isNotDone();
    }

    @Test
    void aBatchWithoutReadableIdEndsTheStreamAfterTheAnswersThatAreDue() {
        StreamClient client = StreamClient.open(gateway.stub());
        SignedBatch good = send(client, 1).get(0);
        client.send(samples.noise(50));
        assertThat(client.ended()).isNotDone();
        gateway.log.take().get(0).succeed(5);

        assertThat(client.answers()).containsOnlyKeys(SampleBatches.idOf(good));
        StatusRuntimeException end =
                (StatusRuntimeException) client.ended().join().orElseThrow();
        assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(UnaryCall.detail(end, ErrorInfo.class).map(ErrorInfo::getReason))
                .contains("MALFORMED");
        assertThat(gateway.inFlight.batches()).isZero();
        assertThat(gateway.service.openStreams()).isZero();
    }

    @Test
    void aStreamHasAtMostItsWindowInFlight() {
        StreamClient client = StreamClient.open(gateway.stub());
        send(client, InProcessGateway.WINDOW + 20);
        assertThat(gateway.log.waiting()).isEqualTo(InProcessGateway.WINDOW);
        gateway.log.take().get(0).succeed(1);
        assertThat(gateway.log.waiting()).as("one answered, one more read").isEqualTo(1);
    }

    @Test
    void aClientThatDoesNotReadIsNotReadFrom() {
        StreamClient client = StreamClient.open(gateway.stub(), false);
        send(client, 3 * InProcessGateway.WINDOW);
        gateway.log.take().forEach(pending -> pending.succeed(1));
        assertThat(gateway.log.waiting()).as("nobody reads the answers").isZero();
        assertThat(gateway.count("submitted")).isEqualTo(InProcessGateway.WINDOW);

        client.read(100);
        assertThat(gateway.log.waiting()).as("now they are read").isEqualTo(InProcessGateway.WINDOW);
    }

    @Test
    void aDrainedStreamAnswersWhatItHasAndTakesNothingMore() {
        StreamClient client = StreamClient.open(gateway.stub());
        SignedBatch in = send(client, 1).get(0);
        gateway.inFlight.close();
        gateway.service.drain();
        SignedBatch out = send(client, 1).get(0);
        assertThat(client.ended()).isNotDone();
        gateway.log.take().get(0).succeed(7);

        assertThat(client.answers()).containsOnlyKeys(SampleBatches.idOf(in));
        assertThat(client.answers()).doesNotContainKey(SampleBatches.idOf(out));
        assertThat(((StatusRuntimeException) client.ended().join().orElseThrow())
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(gateway.log.waiting()).isZero();
    }

    @Test
    void aStreamOpenedWhileDrainingEndsAtOnce() {
        gateway.service.drain();
        StreamClient client = StreamClient.open(gateway.stub());
        assertThat(((StatusRuntimeException) client.ended().join().orElseThrow())
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void overloadIsAnAnswerAndTheStreamGoesOn() {
        StreamClient one = StreamClient.open(gateway.stub());
        send(one, InProcessGateway.WINDOW);
        StreamClient two = StreamClient.open(gateway.stub());
        List<SignedBatch> batches = send(two, InProcessGateway.WINDOW);
        assertThat(gateway.log.waiting()).isEqualTo(InProcessGateway.MAX_BATCHES);
        assertThat(two.answers()).hasSize(2 * InProcessGateway.WINDOW - InProcessGateway.MAX_BATCHES);
        assertThat(two.answers().values()).allSatisfy(answer -> {
            assertThat(answer.getFault().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED.value());
            assertThat(answer.getFault().getReason()).isEqualTo(RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED);
            assertThat(answer.getFault().getRetryAfterMs()).isPositive();
        });
        gateway.log.take().forEach(pending -> pending.succeed(1));
        assertThat(two.answers()).hasSize(batches.size());
    }

    @Test
    void aStreamThatWasCancelledIsForgottenAndItsBatchesStillLeave() {
        StreamClient client = StreamClient.open(gateway.stub());
        send(client, 2);
        client.cancel();
        assertThat(gateway.service.openStreams()).isZero();
        gateway.log.take().forEach(pending -> pending.succeed(1));
        assertThat(gateway.inFlight.batches()).isZero();
    }

    private List<SignedBatch> send(StreamClient client, int count) {
        List<SignedBatch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SignedBatch batch = samples.batch("acme/a", Lane.LANE_NORMAL);
            batches.add(batch);
            ByteString bytes = batch.toByteString();
            client.send(bytes);
        }
        return batches;
    }
}
