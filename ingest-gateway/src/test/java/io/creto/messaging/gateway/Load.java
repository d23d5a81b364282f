package io.creto.messaging.gateway;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.SignedBatch;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Callers that submit one batch after the other, each as soon as the last is answered, until told to stop. */
final class Load {
    private final SubmissionServiceGrpc.SubmissionServiceStub stub;
    private final Supplier<SignedBatch> batches;
    private final boolean stopAtFailure;
    private final CountDownLatch running;
    private final Set<ByteString> accepted = ConcurrentHashMap.newKeySet();
    private final Map<Status.Code, AtomicInteger> failures = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    private Load(
            SubmissionServiceGrpc.SubmissionServiceStub stub,
            int callers,
            Supplier<SignedBatch> batches,
            boolean stopAtFailure) {
        this.stub = stub;
        this.batches = batches;
        this.stopAtFailure = stopAtFailure;
        running = new CountDownLatch(callers);
    }

    /**
     * Starts.
     *
     * @param stopAtFailure whether a caller stops at its first failure
     */
    static Load start(
            SubmissionServiceGrpc.SubmissionServiceStub stub,
            int callers,
            Supplier<SignedBatch> batches,
            boolean stopAtFailure) {
        Load load = new Load(stub, callers, batches, stopAtFailure);
        for (int i = 0; i < callers; i++) {
            load.next();
        }
        return load;
    }

    /** Ids of the accepted batches so far. */
    Set<ByteString> accepted() {
        return accepted;
    }

    /** How many calls ended so. */
    int failed(Status.Code code) {
        AtomicInteger count = failures.get(code);
        return count == null ? 0 : count.get();
    }

    /** How calls ended that were not accepted. */
    Set<Status.Code> failures() {
        return failures.keySet();
    }

    /** No new calls. */
    void stop() {
        stopped = true;
    }

    /** Waits until every call is answered. */
    boolean awaitAnswers() throws InterruptedException {
        return running.await(GatewayStand.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void next() {
        if (stopped) {
            running.countDown();
            return;
        }
        SubmitRequest request = GatewayStand.request(batches.get());
        stub.withDeadlineAfter(GatewayStand.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .submit(request, new StreamObserver<>() {
                    @Override
                    public void onNext(SubmitResponse response) {
                        accepted.add(response.getBatchId());
                    }

                    @Override
                    public void onError(Throwable t) {
                        failures.computeIfAbsent(Status.fromThrowable(t).getCode(), c -> new AtomicInteger())
                                .incrementAndGet();
                        if (stopAtFailure) {
                            running.countDown();
                        } else {
                            next();
                        }
                    }

                    @Override
                    public void onCompleted() {
                        next();
                    }
                });
    }
}
