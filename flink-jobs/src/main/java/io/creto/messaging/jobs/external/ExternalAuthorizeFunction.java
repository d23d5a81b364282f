package io.creto.messaging.jobs.external;

import io.creto.messaging.jobs.state.ExternalAnswer;
import io.creto.messaging.jobs.state.ExternalCheck;
import io.creto.messaging.v1.CheckResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks the external authorization service: checks in, the same with their answers out. It never fails: what cannot be asked goes on with
 * the reason. What is under way at a checkpoint is asked again after a recovery.
 */
public final class ExternalAuthorizeFunction extends RichAsyncFunction<ExternalCheck, ExternalAnswer> {
    private static final long serialVersionUID = 1L;

    private final ExternalAuthorizer.Factory factory;

    private transient @Nullable GuardedAuthorizer service;

    /** @param factory of the service to ask */
    public ExternalAuthorizeFunction(ExternalAuthorizer.Factory factory) {
        this.factory = factory;
    }

    @Override
    public void open(OpenContext context) {
        GuardedAuthorizer guarded = new GuardedAuthorizer(
                factory.open(), GuardedAuthorizer.settings().build());
        service = guarded;
        getRuntimeContext().getMetricGroup().addGroup("creto").gauge("external_breaker", (Gauge<Integer>)
                guarded::state);
    }

    @Override
    public void asyncInvoke(ExternalCheck check, ResultFuture<ExternalAnswer> result) {
        long startedAt = System.nanoTime();
        var unused = Objects.requireNonNull(service)
                .check(check.getRequest())
                .whenComplete((response, failure) ->
                        result.complete(List.of(answer(check, response, failure, System.nanoTime() - startedAt))));
    }

    /** Only if the service's own deadline did not hold. */
    @Override
    public void timeout(ExternalCheck check, ResultFuture<ExternalAnswer> result) {
        result.complete(List.of(ExternalAnswer.newBuilder()
                .setAdmitted(check.getAdmitted())
                .setFailure("did not answer in time")
                .build()));
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
    }

    private static ExternalAnswer answer(
            ExternalCheck check, @Nullable CheckResponse response, @Nullable Throwable failure, long nanos) {
        ExternalAnswer.Builder answer = ExternalAnswer.newBuilder()
                .setAdmitted(check.getAdmitted())
                .setMicros(TimeUnit.NANOSECONDS.toMicros(nanos));
        return response == null
                ? answer.setFailure(why(failure)).build()
                : answer.setResponse(response).build();
    }

    private static String why(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ExternalFailure typed ? String.valueOf(typed.getMessage()) : "could not be asked";
    }
}
