package io.creto.messaging.gateway.submit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import io.creto.messaging.gateway.admission.Admission;
import io.creto.messaging.gateway.admission.AdmittedBatch;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream of batches. Of each client it holds at most a window of batches: a batch counts from the moment the client may
 * send it until its answer is out and the client reads answers; only then one more is asked for. Answers come on the log's
 * threads, in any order, and leave one at a time under this object's lock.
 *
 * <p>A stream that must end (a batch without readable id, a drain) takes nothing more, answers what it has in flight, and
 * then ends with its status.
 */
final class SubmitStream implements StreamObserver<SubmitRequest> {
    private final Submissions submissions;
    private final Faults faults;
    private final Caller caller;
    private final ServerCallStreamObserver<SubmitResponse> responses;
    private final int window;
    private final Consumer<SubmitStream> onEnd;

    @GuardedBy("this")
    private int inFlight;

    @GuardedBy("this")
    private int notYetAskedFor;

    @GuardedBy("this")
    private boolean halfClosed;

    @GuardedBy("this")
    private boolean ended;

    @GuardedBy("this")
    private @Nullable Throwable endsWith;

    /**
     * @param caller whose stream it is
     * @param window from 1
     * @param onEnd told once, when the stream is over
     */
    SubmitStream(
            Submissions submissions,
            Faults faults,
            Caller caller,
            ServerCallStreamObserver<SubmitResponse> responses,
            int window,
            Consumer<SubmitStream> onEnd) {
        this.submissions = submissions;
        this.faults = faults;
        this.caller = caller;
        this.responses = responses;
        this.window = window;
        this.onEnd = onEnd;
    }

    /** Takes over flow control and asks for the first batches. To be called within the service method. */
    void open() {
        responses.disableAutoRequest();
        responses.setOnReadyHandler(this::askForMore);
        responses.setOnCancelHandler(this::cancelled);
        responses.request(window);
    }

    @Override
    public void onNext(SubmitRequest request) {
        synchronized (this) {
            if (ended || endsWith != null) {
                return; // not accepted and not answered: the stream's status answers it
            }
            inFlight++;
        }
        ByteString bytes = request.getBatch();
        try {
            AdmittedBatch batch = submissions.admit(bytes, caller);
            submissions.append(batch, caller, new BatchAnswer(batch.batchId()));
        } catch (WireException | RefusedCallerException e) {
            Optional<ByteString> batchId = Admission.readBatchId(bytes);
            if (batchId.isPresent()) {
                answer(faultOf(batchId.get(), e));
            } else {
                endUnanswered(e);
            }
        }
    }

    @Override
    public synchronized void onCompleted() {
        halfClosed = true;
        endIfIdle();
    }

    @Override
    public void onError(Throwable gone) {
        cancelled();
    }

    /** Takes nothing more; ends with UNAVAILABLE when all in flight is answered. */
    synchronized void drain() {
        if (endsWith == null) {
            endsWith = new GatewayException(Kind.DRAINING, "the gateway is stopping");
        }
        endIfIdle();
    }

    private synchronized void answer(SubmitResponse response) {
        inFlight--;
        if (ended) {
            return;
        }
        responses.onNext(response);
        notYetAskedFor++;
        askForMore();
        endIfIdle();
    }

    private synchronized void endUnanswered(Exception refusal) {
        inFlight--;
        if (endsWith == null) {
            endsWith = refusal;
        }
        endIfIdle();
    }

    /** A client that does not read its answers is not asked for more batches. */
    private synchronized void askForMore() {
        if (notYetAskedFor > 0 && !ended && endsWith == null && responses.isReady()) {
            int count = notYetAskedFor;
            notYetAskedFor = 0;
            responses.request(count);
        }
    }

    @GuardedBy("this")
    private void endIfIdle() {
        if (ended || inFlight > 0) {
            return;
        }
        if (endsWith != null) {
            end();
            responses.onError(endsWith);
        } else if (halfClosed) {
            end();
            responses.onCompleted();
        }
    }

    private synchronized void cancelled() {
        if (!ended) {
            end();
        }
    }

    @GuardedBy("this")
    private void end() {
        ended = true;
        onEnd.accept(this);
    }

    private SubmitResponse faultOf(ByteString batchId, Throwable failure) {
        return SubmitResponse.newBuilder()
                .setBatchId(batchId)
                .setFault(faults.fault(failure))
                .build();
    }

    private final class BatchAnswer implements Answer {
        private final ByteString batchId;

        BatchAnswer(ByteString batchId) {
            this.batchId = batchId;
        }

        @Override
        public void accepted(SubmitResponse response) {
            answer(response);
        }

        @Override
        public void failed(Throwable failure) {
            answer(faultOf(batchId, failure));
        }
    }
}
