package io.creto.messaging.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.fault.FaultInterceptor;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.metrics.GatewayMetrics;
import io.creto.messaging.v1.SubmissionServiceGrpc;
import io.creto.messaging.v1.SubmissionServiceGrpc.SubmissionServiceImplBase;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller sees that uses up its limits, and what the others do not see. */
class LimitInterceptorTest {
    private static final Duration RETRY_AFTER = Duration.ofMillis(777);
    private static final Rates AGENT = new Rates(100, 10, 1000, 500, 3);
    private static final Rates STRANGER = new Rates(1, 2, 1000, 500, 1);
    private static final Caller OFFENDER = new Caller.Agent("acme/offender");
    private static final Caller OTHER = new Caller.Agent("acme/other");

    private final ManualTime time = new ManualTime();
    private final Allowances allowances = new Allowances(AGENT, STRANGER, time);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LimitInterceptor limits =
            new LimitInterceptor(allowances, () -> this.caller, new GatewayMetrics(registry));
    private final EchoService service = new EchoService();
    private final String name = InProcessServerBuilder.generateName();
    private final ManagedChannel channel =
            InProcessChannelBuilder.forName(name).directExecutor().build();
    private volatile Caller caller = OFFENDER;
    private @Nullable Server server;

    @BeforeEach
    void start() throws IOException {
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(service)
                .intercept(limits)
                .intercept(new FaultInterceptor(new Faults(RETRY_AFTER)))
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        Objects.requireNonNull(server).shutdownNow();
        limits.close();
    }

    @Test
    void whoCallsTooOftenIsToldWhenItMayAgainAndNobodyElseIsRefused() {
        for (int i = 0; i < 10; i++) {
            assertThat(submit(1)).isEmpty();
        }
        StatusRuntimeException refused = submit(1).orElseThrow();
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getStatus().getDescription())
                .isEqualTo("too many calls or batches a second: send fewer, larger batches");
        assertThat(detail(refused, ErrorInfo.class).getReason()).isEqualTo("QUOTA_EXCEEDED");
        assertThat(retryAfterMs(refused)).isEqualTo(11);

        caller = OTHER;
        assertThat(submit(1)).isEmpty();
        caller = OFFENDER;
        time.advance(Duration.ofMillis(11));
        assertThat(submit(1)).isEmpty();
        assertThat(limited("requests", "agent")).isOne();
        assertThat(service.batches).hasSize(12);
    }

    @Test
    void aMessageThatIsTooMuchIsRefusedAndReachesNobody() {
        assertThat(submit(400)).isEmpty();
        StatusRuntimeException refused = submit(400).orElseThrow();
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getStatus().getDescription()).isEqualTo("too many bytes a second: send more slowly");
        assertThat(retryAfterMs(refused)).isBetween(300L, 320L);
        assertThat(service.batches).hasSize(1);
        assertThat(limited("bytes", "agent")).isOne();

        time.advance(Duration.ofMillis(320));
        assertThat(submit(400)).isEmpty();
    }

    @Test
    void soManyCallsAreOpenAtOnceHoweverTheyEnd() {
        List<Runnable> ends = List.of(
                () -> stream().requests.onCompleted(),
                () -> stream().requests.onError(new IllegalStateException("the client has had enough")),
                () -> {
                    stream();
                    service.streams.get(service.streams.size() - 1).onError(new IllegalStateException("the server"));
                },
                () -> {
                    service.broken = true;
                    stream();
                    service.broken = false;
                });
        for (Runnable end : ends) {
            end.run();
            assertThat(allowances.inUse()).isZero();
        }
        for (int i = 0; i < AGENT.streams(); i++) {
            assertThat(stream().ended).isNotDone();
        }
        StatusRuntimeException refused = stream().refusal();
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getStatus().getDescription())
                .isEqualTo("too many open calls: end some before you begin others");
        assertThat(retryAfterMs(refused)).as("nobody knows").isEqualTo(RETRY_AFTER.toMillis());
        assertThat(limited("streams", "agent")).isOne();

        caller = OTHER;
        assertThat(submit(1)).isEmpty();
    }

    @Test
    void aStreamThatSendsTooMuchIsReadMoreSlowlyAndLosesNothing() throws Exception {
        Client client = stream();
        for (int i = 0; i < 5; i++) {
            client.send(300);
        }
        client.requests.onCompleted();
        // The buckets' clock stands still; what is owed after each message is waited for in real time.
        assertThat(client.ended.get(30, TimeUnit.SECONDS)).isEmpty();
        assertThat(client.answers).hasSize(5);
        assertThat(service.batches).hasSize(5);
        assertThat(limited("bytes", "agent")).isEqualTo(4);
    }

    @Test
    void whoOwesForAStreamDoesNotGetAroundItWithAnother() {
        Client client = stream();
        client.send(499);
        client.send(300);
        client.requests.onError(new IllegalStateException("the client has had enough"));
        StatusRuntimeException refused = stream().refusal();
        assertThat(refused.getStatus().getDescription()).isEqualTo("too many bytes a second: send more slowly");
        assertThat(retryAfterMs(refused)).isPositive();
    }

    @Test
    void strangersOfOneAddressShareTheirLimits() {
        caller = Caller.STRANGER;
        assertThat(submit(1)).isEmpty();
        assertThat(submit(1)).isEmpty();
        assertThat(submit(1)).isPresent();
        assertThat(limited("requests", "stranger")).isOne();
        caller = OTHER;
        assertThat(submit(1)).isEmpty();
    }

    private Optional<StatusRuntimeException> submit(int size) {
        return Optional.ofNullable(catchThrowableOfType(
                StatusRuntimeException.class,
                () -> SubmissionServiceGrpc.newBlockingStub(channel).submit(request(size))));
    }

    private Client stream() {
        return new Client();
    }

    private double limited(String limit, String who) {
        var counter = registry.find("creto.gateway.limited")
                .tags("limit", limit, "caller", who)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static SubmitRequest request(int size) {
        return SubmitRequest.newBuilder()
                .setBatch(ByteString.copyFrom(new byte[size]))
                .build();
    }

    private static long retryAfterMs(StatusRuntimeException refused) {
        var delay = detail(refused, RetryInfo.class).getRetryDelay();
        return Duration.ofSeconds(delay.getSeconds(), delay.getNanos()).toMillis();
    }

    private static <T extends Message> T detail(StatusRuntimeException refused, Class<T> type) {
        for (Any detail :
                Objects.requireNonNull(StatusProto.fromThrowable(refused)).getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return detail.unpack(type);
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + refused);
    }

    /** A stream as its client has it. */
    private final class Client implements StreamObserver<SubmitResponse> {
        private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
        private final List<SubmitResponse> answers = new CopyOnWriteArrayList<>();
        private final StreamObserver<SubmitRequest> requests =
                SubmissionServiceGrpc.newStub(channel).submitStream(this);

        StatusRuntimeException refusal() {
            try {
                return (StatusRuntimeException) ended.get(10, TimeUnit.SECONDS).orElseThrow();
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError("not refused", e);
            }
        }

        void send(int size) {
            requests.onNext(request(size));
        }

        @Override
        public void onNext(SubmitResponse answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable failure) {
            ended.complete(Optional.of(failure));
        }

        @Override
        public void onCompleted() {
            ended.complete(Optional.empty());
        }
    }

    /** Answers everything. */
    private static final class EchoService extends SubmissionServiceImplBase {
        private final List<SubmitRequest> batches = new CopyOnWriteArrayList<>();
        private final List<StreamObserver<SubmitResponse>> streams = new ArrayList<>();
        private boolean broken;

        @Override
        public void submit(SubmitRequest request, StreamObserver<SubmitResponse> responses) {
            batches.add(request);
            responses.onNext(SubmitResponse.getDefaultInstance());
            responses.onCompleted();
        }

        @Override
        public StreamObserver<SubmitRequest> submitStream(StreamObserver<SubmitResponse> responses) {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            streams.add(responses);
            return new StreamObserver<>() {
                @Override
                public void onNext(SubmitRequest request) {
                    batches.add(request);
                    responses.onNext(SubmitResponse.getDefaultInstance());
                }

                @Override
                public void onError(Throwable gone) {}

                @Override
                public void onCompleted() {
                    responses.onCompleted();
                }
            };
        }
    }
}
