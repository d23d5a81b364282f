package io.creto.messaging.gateway.submit;

import io.creto.messaging.gateway.admission.AdmittedBatch;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.SubmissionServiceGrpc.SubmissionServiceImplBase;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The one way in. Handlers never block: they hand the batch to the log and return, and the log's answer completes the call.
 * So they may run on the server's event loop. Thread-safe.
 */
public final class SubmissionService extends SubmissionServiceImplBase {
    private final Submissions submissions;
    private final Faults faults;
    private final int streamWindow;
    private final Supplier<Caller> caller;
    private final Set<SubmitStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /**
     * @param streamWindow batches of one stream that may be in flight, from 1
     * @param caller who makes the current call
     */
    public SubmissionService(Submissions submissions, Faults faults, int streamWindow, Supplier<Caller> caller) {
        this.submissions = submissions;
        this.faults = faults;
        this.streamWindow = streamWindow;
        this.caller = caller;
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> responses) {
        // The log keeps what it was given; where the caller has gone, its answer goes nowhere.
        ((ServerCallStreamObserver<SubmitResponse>) responses).setOnCancelHandler(() -> {});
        try {
            Caller current = caller.get();
            AdmittedBatch batch = submissions.admit(request.getBatch(), current);
            submissions.append(batch, current, new UnaryAnswer(responses));
        } catch (WireException | RefusedCallerException e) {
            responses.onError(e);
        }
    }

    @Override
    public StreamObserver<SubmitRequest> submitStream(StreamObserver<SubmitResponse> responses) {
        SubmitStream stream = new SubmitStream(
                submissions,
                faults,
                caller.get(),
                (ServerCallStreamObserver<SubmitResponse>) responses,
                streamWindow,
                streams::remove);
        streams.add(stream);
        stream.open();
        if (draining) {
            stream.drain();
        }
        return stream;
    }

    /** Ends every stream as soon as what it has in flight is answered, and takes nothing more from it. */
    public void drain() {
        draining = true;
        List.copyOf(streams).forEach(SubmitStream::drain);
    }

    /** Streams that are open. */
    public int openStreams() {
        return streams.size();
    }

    private record UnaryAnswer(StreamObserver<SubmitResponse> responses) implements Answer {
        @Override
        public void accepted(SubmitResponse response) {
            responses.onNext(response);
            responses.onCompleted();
        }

        @Override
        public void failed(Throwable failure) {
            responses.onError(failure);
        }
    }
}
