package io.creto.messaging.benchmarks.access;

import com.google.protobuf.ByteString;
import io.creto.messaging.benchmarks.Round;
import io.creto.messaging.schemas.GatewayParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmissionServiceGrpc.SubmissionServiceStub;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Submits ready-made batches, each as soon as a place in the window is free, and waits until all are accepted. For one round;
 * used by one thread.
 */
final class SubmitLoad {
    /** Batches in flight. */
    static final int WINDOW = 64;

    private static final long PATIENCE_S = 60;

    private final SubmissionServiceStub stub;
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean over;

    /** How batches go. */
    enum Way {
        /** All on one stream, as the SDK sends them. */
        STREAM,
        /** Each in a call of its own. */
        UNARY
    }

    private SubmitLoad(Channel channel) {
        stub = SubmissionServiceGrpc.newStub(channel);
    }

    /**
     * Submits.
     *
     * @param batches of one size, sent again and again
     * @param count of batches that are sent
     * @return counted in messages
     * @throws IllegalStateException if one is not accepted
     */
    static Round measure(Way way, Channel channel, List<ByteString> batches, int batchSize, int count) {
        SubmitLoad load = new SubmitLoad(channel);
        Stopwatch watch = Stopwatch.start();
        switch (way) {
            case STREAM -> load.onStream(batches, count);
            case UNARY -> load.submit(batch -> load.stub.submit(batch, load.new Answers()), batches, count);
        }
        return watch.round((long) count * batchSize);
    }

    private void onStream(List<ByteString> batches, int count) {
        StreamObserver<SubmitRequest> requests = stub.submitStream(new Answers() {
            @Override
            public void onCompleted() {
                if (!over) {
                    fail(Status.UNAVAILABLE
                            .withDescription("the gateway ended the stream")
                            .asRuntimeException());
                }
            }
        });
        submit(requests::onNext, batches, count);
        over = true;
        requests.onCompleted();
    }

    private void submit(Consumer<SubmitRequest> way, List<ByteString> batches, int count) {
        for (int i = 0; i < count; i++) {
            take(1);
            way.accept(SubmitRequest.newBuilder()
                    .setBatch(batches.get(i % batches.size()))
                    .build());
        }
        take(WINDOW);
    }

    private void take(int places) {
        try {
            if (!window.tryAcquire(places, PATIENCE_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gateway has not answered for " + PATIENCE_S + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a batch is not accepted: " + failed.getMessage(), failed);
        }
    }

    private void fail(Throwable why) {
        failure.compareAndSet(null, why);
        window.release(WINDOW); // whoever waits shall see it
    }

    /** Hears answers. */
    private class Answers implements StreamObserver<SubmitResponse> {
        @Override
        public void onNext(SubmitResponse response) {
            try {
                SubmitResponse parsed = GatewayParser.submitResponse(response.toByteString());
                if (parsed.hasAccepted()) {
                    window.release();
                } else {
                    fail(Status.UNKNOWN
                            .withDescription(parsed.getFault().getDetail())
                            .asRuntimeException());
                }
            } catch (WireException e) {
                fail(e);
            }
        }

        @Override
        public void onError(Throwable failed) {
            fail(failed);
        }

        @Override
        public void onCompleted() {
            // of a call, whose answer has been heard
        }
    }
}
