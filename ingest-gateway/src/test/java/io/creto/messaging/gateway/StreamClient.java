package io.creto.messaging.gateway;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A submission stream as a client has it: sends, keeps the answers by batch id, and knows how the stream ended. */
public final class StreamClient implements ClientResponseObserver<SubmitRequest, SubmitResponse> {
    private final Map<ByteString, SubmitResponse> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
    private final boolean reads;
    private @Nullable ClientCallStreamObserver<SubmitRequest> requests;

    private StreamClient(boolean reads) {
        this.reads = reads;
    }

    /** Opens a stream that reads its answers. */
    public static StreamClient open(SubmissionServiceGrpc.SubmissionServiceStub stub) {
        return open(stub, true);
    }

    /** Opens a stream. */
    public static StreamClient open(SubmissionServiceGrpc.SubmissionServiceStub stub, boolean reads) {
        StreamClient client = new StreamClient(reads);
        var unused = stub.submitStream(client);
        return client;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SubmitRequest> requestStream) {
        requests = requestStream;
        if (!reads) {
            requestStream.disableAutoRequestWithInitial(0);
        }
    }

    /** Sends a batch. */
    public void send(SignedBatch batch) {
        send(batch.toByteString());
    }

    /** Sends bytes. */
    public synchronized void send(ByteString bytes) {
        call().onNext(SubmitRequest.newBuilder().setBatch(bytes).build());
    }

    /** Whether the stream takes more without buffering at the client. */
    public boolean isReady() {
        return call().isReady();
    }

    /** Reads that many answers more. */
    public void read(int count) {
        call().request(count);
    }

    /** Sends nothing more. */
    public synchronized void finish() {
        call().onCompleted();
    }

    /** Gives up. */
    public void cancel() {
        call().cancel("enough", null);
    }

    /** Answers so far. */
    public Map<ByteString, SubmitResponse> answers() {
        return answers;
    }

    /** How it ended: empty for OK. */
    public CompletableFuture<Optional<Throwable>> ended() {
        return ended;
    }

    private ClientCallStreamObserver<SubmitRequest> call() {
        ClientCallStreamObserver<SubmitRequest> call = requests;
        if (call == null) {
            throw new IllegalStateException("not open");
        }
        return call;
    }

    @Override
    public void onNext(SubmitResponse response) {
        if (answers.put(response.getBatchId(), response) != null) {
            ended.completeExceptionally(new AssertionError("answered twice: " + response));
        }
    }

    @Override
    public void onError(Throwable t) {
        ended.complete(Optional.of(t));
    }

    @Override
    public void onCompleted() {
        ended.complete(Optional.empty());
    }
}
