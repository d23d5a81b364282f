package io.creto.messaging.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.creto.messaging.gateway.SampleBatches;
import io.creto.messaging.gateway.admission.AdmittedBatch;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.log.Appended;
import io.creto.messaging.gateway.log.IngestLog;
import io.creto.messaging.gateway.log.IngestPartition;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.SignedBatch;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The error contract of Submit, and that an answer means what it says. */
class SubmitTest {
    private final InProcessGateway gateway = new InProcessGateway();
    private final SampleBatches samples = new SampleBatches(3);

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aBatchIsAnsweredWhenTheLogHasItAndNotBefore() {
        SignedBatch batch = samples.batch("acme/a", Lane.LANE_NORMAL);
        UnaryCall call = submit(batch);
        assertThat(call.answer).isNotDone();
        assertThat(gateway.inFlight.batches()).isEqualTo(1);

        gateway.log.take().get(0).succeed(1_700_000_000_123L);

        assertThat(call.answer.join().getBatchId()).isEqualTo(SampleBatches.idOf(batch));
        assertThat(call.answer.join().getAccepted().getIngestTimeMs()).isEqualTo(1_700_000_000_123L);
        assertThat(gateway.inFlight.batches()).isZero();
        assertThat(gateway.inFlight.bytes()).isZero();
        assertThat(gateway.count("submitted")).isEqualTo(1);
        assertThat(gateway.count("accepted", "lane", "normal")).isEqualTo(1);
    }

    @Test
    void aRefusalNamesReasonFieldAndWhatIsAllowed() {
        SignedBatch broken = samples.batch("acme/a", Lane.LANE_NORMAL).toBuilder()
                .setSignature(samples.noise(100))
                .build();
        UnaryCall call = submit(broken);
        assertThat(call.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(UnaryCall.detail(call.failure(), ErrorInfo.class))
                .contains(ErrorInfo.newBuilder()
                        .setDomain("creto.io")
                        .setReason("MALFORMED")
                        .build());
        assertThat(UnaryCall.detail(call.failure(), BadRequest.class)).hasValueSatisfying(detail -> {
            assertThat(detail.getFieldViolations(0).getField()).isEqualTo("signed_batch.signature");
            assertThat(detail.getFieldViolations(0).getDescription()).contains("100 bytes, must be 3373");
        });
        assertThat(UnaryCall.detail(call.failure(), RetryInfo.class)).isEmpty();
        assertThat(gateway.log.waiting()).isZero();
        assertThat(gateway.count("refused", "reason", "malformed")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "OVERLOADED, RESOURCE_EXHAUSTED, QUOTA_EXCEEDED",
        "LOG_UNAVAILABLE, UNAVAILABLE, ",
        "DRAINING, UNAVAILABLE, ",
        "INTERNAL, INTERNAL, INTERNAL"
    })
    void whatTheLogFailsWithHasItsStatusAndSaysWhenToRetry(Kind kind, Status.Code code, String reason) {
        UnaryCall call = submit(samples.batch("acme/a", Lane.LANE_NORMAL));
        gateway.log.take().get(0).fail(new GatewayException(kind, "what happened", new Exception("internals")));

        StatusRuntimeException failure = call.failure();
        assertThat(failure.getStatus().getCode()).isEqualTo(code);
        assertThat(failure.getStatus().getDescription()).isEqualTo("what happened");
        assertThat(UnaryCall.detail(failure, ErrorInfo.class)
                        .map(ErrorInfo::getReason)
                        .orElse(null))
                .isEqualTo(reason);
        assertThat(UnaryCall.detail(failure, RetryInfo.class).orElseThrow().getRetryDelay())
                .satisfies(delay -> {
                    assertThat(delay.getSeconds()).isEqualTo(1);
                    assertThat(delay.getNanos()).isEqualTo(250_000_000);
                });
        assertThat(gateway.inFlight.batches()).isZero();
        assertThat(gateway.count("failed", "cause", kind.name().toLowerCase(Locale.ROOT)))
                .isEqualTo(1);
    }

    @Test
    void tooMuchInFlightIsRefusedAtOnceAndPassesWhenThereIsRoom() {
        List<UnaryCall> inside = new ArrayList<>();
        for (int i = 0; i < InProcessGateway.MAX_BATCHES; i++) {
            inside.add(submit(samples.batch("acme/a", Lane.LANE_NORMAL)));
        }
        UnaryCall oneTooMany = submit(samples.batch("acme/a", Lane.LANE_NORMAL));
        assertThat(oneTooMany.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(UnaryCall.detail(oneTooMany.failure(), RetryInfo.class)).isPresent();
        assertThat(gateway.log.waiting()).isEqualTo(InProcessGateway.MAX_BATCHES);

        gateway.log.take().forEach(pending -> pending.succeed(1));
        assertThat(inside).allSatisfy(call -> assertThat(call.answer).isCompleted());
        assertThat(submit(samples.batch("acme/a", Lane.LANE_NORMAL)).answer).isNotDone();
    }

    @Test
    void aStoppingGatewayTakesNothingMore() {
        UnaryCall before = submit(samples.batch("acme/a", Lane.LANE_NORMAL));
        gateway.inFlight.close();
        UnaryCall after = submit(samples.batch("acme/a", Lane.LANE_NORMAL));
        assertThat(after.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(gateway.log.waiting()).isEqualTo(1);
        gateway.log.take().get(0).succeed(1);
        assertThat(before.answer).isCompleted();
    }

    @Test
    void aCallerThatWentAwayLeavesNothingBehind() {
        UnaryCall gone = submit(samples.batch("acme/a", Lane.LANE_NORMAL));
        gone.cancel();
        gateway.log.take().get(0).succeed(1);
        assertThat(gateway.inFlight.batches()).isZero();
        assertThat(gateway.count("accepted")).isEqualTo(1);
    }

    @Test
    void aDefectIsInternalAndTellsNoInternals() {
        try (InProcessGateway broken = new InProcessGateway(new BrokenLog())) {
            UnaryCall call = UnaryCall.start(
                    broken.stub(), samples.batch("acme/a", Lane.LANE_NORMAL).toByteString());
            assertThat(call.code()).isEqualTo(Status.Code.INTERNAL);
            assertThat(call.failure().getStatus().getDescription()).isEqualTo("internal error");
            assertThat(UnaryCall.detail(call.failure(), ErrorInfo.class).map(ErrorInfo::getReason))
                    .contains("INTERNAL");
            assertThat(broken.inFlight.batches()).isZero();
        }
    }

    private UnaryCall submit(SignedBatch batch) {
        ByteString bytes = batch.toByteString();
        return UnaryCall.start(gateway.stub(), bytes);
    }

    /** Throws where it must not. */
    private static final class BrokenLog implements IngestLog {
        @Override
        public CompletableFuture<Appended> append(AdmittedBatch batch) {
            throw new IllegalStateException("password=hunter2");
        }

        @Override
        public CompletableFuture<Appended> appendTick(IngestPartition partition, byte[] recordValue) {
            throw new IllegalStateException();
        }

        @Override
        public List<IngestPartition> partitions() {
            return List.of();
        }
    }
}
