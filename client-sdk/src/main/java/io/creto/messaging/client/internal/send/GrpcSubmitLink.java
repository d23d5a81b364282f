package io.creto.messaging.client.internal.send;

import com.google.protobuf.ByteString;
import io.creto.messaging.schemas.GatewayParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call of SubmitStream. What is handed to it while the transport is slow is bounded by the lanes' windows. */
final class GrpcSubmitLink implements SubmitLink, ClientResponseObserver<SubmitRequest, SubmitResponse> {
    private final Events events;
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable ClientCallStreamObserver<SubmitRequest> requests;

    private GrpcSubmitLink(Events events) {
        this.events = events;
    }

    /** Opens streams on a channel, which reconnects at once whatever its own backoff says: the submitter has backed off. */
    static Opener opener(ManagedChannel channel) {
        SubmissionServiceGrpc.SubmissionServiceStub stub = SubmissionServiceGrpc.newStub(channel);
        return events -> {
            channel.resetConnectBackoff();
            GrpcSubmitLink link = new GrpcSubmitLink(events);
            stub.submitStream(link);
            return link;
        };
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SubmitRequest> stream) {
        requests = stream;
    }

    @Override
    public void send(ByteString batch) {
        if (requests != null && !over.get()) {
            requests.onNext(SubmitRequest.newBuilder().setBatch(batch).build());
        }
    }

    @Override
    public void cancel() {
        over.set(true);
        if (requests != null) {
            requests.cancel("given up by the client", null);
        }
    }

    @Override
    public void onNext(SubmitResponse response) {
        try {
            events.answer().accept(GatewayParser.submitResponse(response.toByteString()));
        } catch (WireException e) {
            cancelFor(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end(failure);
    }

    @Override
    public void onCompleted() {
        end(Status.UNAVAILABLE.withDescription("the gateway ended the stream").asRuntimeException());
    }

    private void cancelFor(WireException refusal) {
        end(refusal);
        cancel();
    }

    private void end(Throwable failure) {
        if (over.compareAndSet(false, true)) {
            events.lost().accept(failure);
        }
    }
}
