package io.creto.messaging.gateway.rest;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import io.grpc.protobuf.StatusProto;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** How a status looks to callers that speak HTTP: google.rpc.Status as JSON, and what HTTP has headers for. Stateless. */
final class StatusJson {
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
            .omittingInsignificantWhitespace()
            .usingTypeRegistry(TypeRegistry.newBuilder()
                    .add(ErrorInfo.getDescriptor())
                    .add(BadRequest.getDescriptor())
                    .add(RetryInfo.getDescriptor())
                    .build());

    private StatusJson() {}

    /** An answer with that HTTP status, from what a call ended with. */
    static AggregatedHttpResponse answer(HttpStatus http, io.grpc.Status status, HttpHeaders trailers) {
        String details = trailers.get(GrpcHeaderNames.GRPC_STATUS_DETAILS_BIN);
        return answer(http, details == null ? plain(status) : parsed(details));
    }

    /** The same for a status that is still to be sent. */
    static AggregatedHttpResponse answer(HttpStatus http, io.grpc.StatusRuntimeException status) {
        Status full = StatusProto.fromThrowable(status);
        return answer(http, full == null ? plain(status.getStatus()) : full);
    }

    private static AggregatedHttpResponse answer(HttpStatus http, Status status) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(http).contentType(MediaType.JSON_UTF_8);
        if (http.equals(HttpStatus.UNAUTHORIZED)) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer"); // RFC 6750, 3
        }
        long retryAfter = retryAfterSeconds(status);
        if (retryAfter > 0) {
            headers.setLong(HttpHeaderNames.RETRY_AFTER, retryAfter);
        }
        return AggregatedHttpResponse.of(headers.build(), HttpData.ofUtf8(json(status)));
    }

    private static Status plain(io.grpc.Status status) {
        String message = status.getDescription();
        return Status.newBuilder()
                .setCode(status.getCode().value())
                .setMessage(message == null ? "" : message)
                .build();
    }

    private static Status parsed(String details) {
        try {
            return Status.parseFrom(Base64.getDecoder().decode(details));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new IllegalStateException("a status of the gateway is not readable", e);
        }
    }

    /** Whole seconds, rounded up; 0: not said. */
    private static long retryAfterSeconds(Status status) {
        for (Any detail : status.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                try {
                    Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
                    return TimeUnit.MILLISECONDS.toSeconds(
                            Durations.toMillis(delay) + TimeUnit.SECONDS.toMillis(1) - 1);
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException("a status of the gateway is not readable", e);
                }
            }
        }
        return 0;
    }

    private static String json(Status status) {
        try {
            return PRINTER.print(status);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a status has details of a type that is not known here", e);
        }
    }
}
