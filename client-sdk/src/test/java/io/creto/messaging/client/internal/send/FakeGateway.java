package io.creto.messaging.client.internal.send;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.creto.messaging.schemas.BatchParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Accepted;
import io.creto.messaging.v1.BatchHeader;
import io.creto.messaging.v1.Fault;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Takes batches, and answers when and as a test wants it to. Thread-safe. */
final class FakeGateway implements SubmitLink.Opener {
    /** A batch as it came. */
    record Submitted(ByteString bytes, BatchHeader header, SignedBatch batch) {
        ByteString id() {
            return header.getBatchId();
        }

        int count() {
            return batch.getEnvelopesCount();
        }
    }

    private final List<Submitted> submitted = new CopyOnWriteArrayList<>();
    private volatile SubmitLink.@Nullable Events events;
    private volatile boolean answersAtOnce;
    private final AtomicInteger opened = new AtomicInteger();

    @Override
    public SubmitLink open(SubmitLink.Events told) {
        events = told;
        opened.incrementAndGet();
        return new SubmitLink() {
            @Override
            public void send(ByteString batch) {
                Submitted one = read(batch);
                submitted.add(one);
                if (answersAtOnce) {
                    accept(one);
                }
            }

            @Override
            public void cancel() {}
        };
    }

    void answerAtOnce() {
        answersAtOnce = true;
    }

    int opened() {
        return opened.get();
    }

    List<Submitted> submitted() {
        return submitted;
    }

    Submitted submitted(int index) {
        return submitted.get(index);
    }

    void accept(Submitted one) {
        answer(SubmitResponse.newBuilder()
                .setBatchId(one.id())
                .setAccepted(Accepted.newBuilder().setIngestTimeMs(one.header().getCreatedAtMs() + 1))
                .build());
    }

    void fault(Submitted one, Status.Code code, RejectionReason reason) {
        answer(SubmitResponse.newBuilder()
                .setBatchId(one.id())
                .setFault(Fault.newBuilder()
                        .setCode(code.value())
                        .setReason(reason)
                        .setDetail("as the test wants it"))
                .build());
    }

    void loseStream() {
        told().lost().accept(Status.UNAVAILABLE.asRuntimeException());
    }

    /** Ends the stream as a gateway does that does not believe who calls. */
    void turnAway(RejectionReason reason) {
        told().lost().accept(refusal(reason));
    }

    /** The status of a call of an agent that is let in no more. */
    static StatusRuntimeException refusal(RejectionReason reason) {
        ErrorInfo why = ErrorInfo.newBuilder()
                .setDomain("creto.io")
                .setReason(reason.name().substring("REJECTION_REASON_".length()))
                .build();
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.UNAUTHENTICATED.value())
                .addDetails(Any.pack(why))
                .build());
    }

    /** Ends the stream as a gateway does whose limits are used up. */
    void refuse(int retryAfterSeconds) {
        told().lost()
                .accept(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                        .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
                        .addDetails(Any.pack(RetryInfo.newBuilder()
                                .setRetryDelay(Duration.newBuilder().setSeconds(retryAfterSeconds))
                                .build()))
                        .build()));
    }

    private void answer(SubmitResponse response) {
        told().answer().accept(response);
    }

    private SubmitLink.Events told() {
        SubmitLink.Events now = events;
        if (now == null) {
            throw new AssertionError("no stream was opened");
        }
        return now;
    }

    private static Submitted read(ByteString bytes) {
        try {
            SignedBatch batch = BatchParser.signedBatch(bytes);
            return new Submitted(bytes, BatchParser.header(batch.getHeader()), batch);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }
}
