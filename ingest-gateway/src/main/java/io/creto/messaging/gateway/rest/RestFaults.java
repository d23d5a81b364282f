package io.creto.messaging.gateway.rest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import com.linecorp.armeria.server.grpc.UnframedGrpcStatusMappingFunction;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.RejectionReason;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives everything that ends a request before or behind the services the form that {@link StatusJson} says, by the same contract
 * ({@link Faults}). Says nothing of internals. Thread-safe.
 */
final class RestFaults implements UnframedGrpcErrorHandler, ServerErrorHandler {
    private static final UnframedGrpcStatusMappingFunction HTTP_OF = UnframedGrpcStatusMappingFunction.of();

    /** What the caller sent may be quoted, but not at length. */
    private static final int MAX_WHY = 200;

    private final Faults faults;

    RestFaults(Faults faults) {
        this.faults = faults;
    }

    /** A call that ended with a status. */
    @Override
    public HttpResponse handle(ServiceRequestContext ctx, Status status, AggregatedHttpResponse response) {
        HttpHeaders trailers = response.trailers().isEmpty() ? response.headers() : response.trailers();
        return StatusJson.answer(http(ctx, status), status, trailers).toHttpResponse();
    }

    /** A call that was ended by what is no status yet: mostly by a message that is none. */
    Status status(RequestContext ctx, Status status, Throwable cause, Metadata trailers) {
        if (status.getCode() != Status.Code.UNKNOWN) {
            return status;
        }
        StatusRuntimeException mapped = status(cause);
        Metadata details = mapped.getTrailers();
        if (details != null) {
            trailers.merge(details);
        }
        return mapped.getStatus();
    }

    /** A request that came to no call. */
    HttpResponse answer(ServiceRequestContext ctx, Throwable failure) {
        StatusRuntimeException status = status(failure);
        return StatusJson.answer(http(ctx, status.getStatus()), status).toHttpResponse();
    }

    /** A request that is none of this contract. */
    HttpResponse malformed(String why) {
        return rendered(HttpStatus.BAD_REQUEST, why).toHttpResponse();
    }

    private StatusRuntimeException status(Throwable failure) {
        if (failure instanceof InvalidProtocolBufferException wrong) {
            return faults.status(refusal(String.valueOf(wrong.getMessage())));
        }
        if (failure instanceof RequestTimeoutException) {
            return Status.DEADLINE_EXCEEDED
                    .withDescription("the request took too long")
                    .asRuntimeException();
        }
        if (Exceptions.isStreamCancelling(failure) || failure instanceof ClosedSessionException) {
            return Status.CANCELLED.withDescription("the caller has gone").asRuntimeException();
        }
        return faults.status(failure);
    }

    @Override
    public HttpResponse onServiceException(ServiceRequestContext ctx, Throwable cause) {
        if (cause instanceof HttpStatusException refused) {
            Throwable why = refused.getCause();
            return rendered(refused.httpStatus(), why == null ? null : why.getMessage())
                    .toHttpResponse();
        }
        if (cause instanceof ContentTooLargeException) {
            return rendered(HttpStatus.REQUEST_ENTITY_TOO_LARGE, null).toHttpResponse();
        }
        return answer(ctx, cause);
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext ctx,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        return rendered(status, description);
    }

    private AggregatedHttpResponse rendered(HttpStatus http, @Nullable String description) {
        String why = description == null ? http.reasonPhrase() : description;
        if (http.equals(HttpStatus.BAD_REQUEST)) {
            return StatusJson.answer(http, faults.status(refusal(why)));
        }
        if (http.equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)) {
            return StatusJson.answer(
                    http,
                    faults.status(new WireException(
                            RejectionReason.REJECTION_REASON_TOO_LARGE, "request", "the body is too long")));
        }
        Status.Code code = switch (http.code()) {
            case 404 -> Status.Code.NOT_FOUND;
            case 405 -> Status.Code.UNIMPLEMENTED;
            case 503 -> Status.Code.UNAVAILABLE;
            default -> http.isServerError() ? Status.Code.INTERNAL : Status.Code.INVALID_ARGUMENT;
        };
        return StatusJson.answer(http, code.toStatus().withDescription(why).asRuntimeException());
    }

    private static WireException refusal(String why) {
        return new WireException(
                RejectionReason.REJECTION_REASON_MALFORMED,
                "request",
                why.length() > MAX_WHY ? why.substring(0, MAX_WHY) : why);
    }

    private static HttpStatus http(ServiceRequestContext ctx, Status status) {
        return Objects.requireNonNull(HTTP_OF.apply(ctx, status, null));
    }
}
