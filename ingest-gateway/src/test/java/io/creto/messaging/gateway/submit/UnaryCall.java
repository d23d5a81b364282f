package io.creto.messaging.gateway.submit;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One call of Submit, as a client has it. */
final class UnaryCall implements StreamObserver<SubmitResponse> {
    final CompletableFuture<SubmitResponse> answer = new CompletableFuture<>();
    private final Context.CancellableContext context = Context.current().withCancellation();

    static UnaryCall start(SubmissionServiceGrpc.SubmissionServiceStub stub, ByteString batch) {
        UnaryCall call = new UnaryCall();
        call.context.run(
                () -> stub.submit(SubmitRequest.newBuilder().setBatch(batch).build(), call));
        return call;
    }

    void cancel() {
        context.cancel(null);
    }

    StatusRuntimeException failure() {
        try {
            throw new AssertionError("answered: " + answer.join());
        } catch (CompletionException e) {
            return (StatusRuntimeException) Objects.requireNonNull(e.getCause());
        }
    }

    Status.Code code() {
        return failure().getStatus().getCode();
    }

    /** A detail of the failure's status. */
    static <M extends Message> Optional<M> detail(Throwable failure, Class<M> type) {
        var status = StatusProto.fromThrowable(failure);
        if (status == null) {
            return Optional.empty();
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void onNext(SubmitResponse response) {
        answer.complete(response);
    }

    @Override
    public void onError(Throwable t) {
        answer.completeExceptionally(t);
    }

    @Override
    public void onCompleted() {}
}
