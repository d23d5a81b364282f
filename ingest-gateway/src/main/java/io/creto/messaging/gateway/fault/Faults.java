package io.creto.messaging.gateway.fault;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Fault;
import io.creto.messaging.v1.RejectionReason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever went wrong into what the contract says of it (error contract: README of the schemas): as status of a call,
 * or as answer to one batch of a stream. The only place that knows codes and details. Thread-safe.
 */
public final class Faults {
    /** The domain of {@link ErrorInfo}. */
    public static final String DOMAIN = "creto.io";

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final String REASON_PREFIX = "REJECTION_REASON_";

    private final long retryAfterMs;

    /** @param retryAfter what callers are told to wait before they try again */
    public Faults(Duration retryAfter) {
        this.retryAfterMs = retryAfter.toMillis();
    }

    /** The status of a call that ends so. */
    public StatusRuntimeException status(Throwable failure) {
        Fault fault = fault(failure);
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(fault.getCode()).setMessage(fault.getDetail());
        if (fault.getReason() != RejectionReason.REJECTION_REASON_UNSPECIFIED) {
            status.addDetails(Any.pack(ErrorInfo.newBuilder()
                    .setDomain(DOMAIN)
                    .setReason(name(fault.getReason()))
                    .build()));
        }
        if (failure instanceof WireException refusal) {
            status.addDetails(Any.pack(BadRequest.newBuilder()
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                            .setField(refusal.field())
                            .setDescription(fault.getDetail()))
                    .build()));
        }
        if (fault.getRetryAfterMs() > 0) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(duration(fault.getRetryAfterMs()))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /** The same as an answer to one batch. */
    public Fault fault(Throwable failure) {
        if (failure instanceof WireException refusal) {
            return refused(refusal);
        }
        if (failure instanceof RefusedCallerException caller) {
            Status.Code code = caller.isKnown() ? Status.Code.PERMISSION_DENIED : Status.Code.UNAUTHENTICATED;
            return fault(code, caller.reason(), detail(caller), 0);
        }
        if (failure instanceof GatewayException known) {
            return failed(known);
        }
        LOG.error("a defect ended a call", failure);
        return fault(Status.Code.INTERNAL, RejectionReason.REJECTION_REASON_INTERNAL, "internal error", retryAfterMs);
    }

    /** A reason's name as callers see it: without the enum's prefix. */
    public static String name(RejectionReason reason) {
        return reason.name().substring(REASON_PREFIX.length());
    }

    private static com.google.protobuf.Duration duration(long millis) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(millis / MILLIS_PER_SECOND)
                .setNanos((int) (millis % MILLIS_PER_SECOND) * NANOS_PER_MILLI)
                .build();
    }

    private static Fault refused(WireException refusal) {
        boolean unsupported = refusal.reason() == RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;
        Status.Code code = unsupported ? Status.Code.FAILED_PRECONDITION : Status.Code.INVALID_ARGUMENT;
        return fault(code, refusal.reason(), detail(refusal), 0);
    }

    private static String detail(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? "" : message;
    }

    private Fault failed(GatewayException failure) {
        String detail = detail(failure);
        RejectionReason none = RejectionReason.REJECTION_REASON_UNSPECIFIED;
        return switch (failure.kind()) {
            case OVERLOADED, LIMITED ->
                fault(
                        Status.Code.RESOURCE_EXHAUSTED,
                        RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED,
                        detail,
                        failure.retryAfterMs() > 0 ? failure.retryAfterMs() : retryAfterMs);
            case LOG_UNAVAILABLE, DIRECTORY_UNAVAILABLE, DRAINING ->
                fault(Status.Code.UNAVAILABLE, none, detail, retryAfterMs);
            case INTERNAL ->
                fault(Status.Code.INTERNAL, RejectionReason.REJECTION_REASON_INTERNAL, detail, retryAfterMs);
        };
    }

    private static Fault fault(Status.Code code, RejectionReason reason, String detail, long retryAfterMs) {
        return Fault.newBuilder()
                .setCode(code.value())
                .setReason(reason)
                .setDetail(detail)
                .setRetryAfterMs(retryAfterMs)
                .build();
    }

    /** What a stage of futures has failed with, without what the futures have wrapped around it. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
