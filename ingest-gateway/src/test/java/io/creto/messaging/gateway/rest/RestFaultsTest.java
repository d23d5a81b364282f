package io.creto.messaging.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.creto.messaging.gateway.fault.Faults;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.GatewayException.Kind;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.v1.RejectionReason;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers that speak HTTP are told. */
class RestFaultsTest {
    private final RestFaults faults = new RestFaults(new Faults(Duration.ofMillis(250)));
    private final ServiceRequestContext ctx = ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/"));

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new GatewayException(Kind.OVERLOADED, "too much"),
                        429,
                        "{\"code\":8,\"message\":\"too much\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\","
                                + "\"reason\":\"QUOTA_EXCEEDED\",\"domain\":\"creto.io\"},"
                                + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"0.250s\"}]}"),
                Arguments.of(
                        RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_EXPIRED),
                        401,
                        "{\"code\":16,\"message\":\"the caller is not authenticated: EXPIRED\",\"details\":["
                                + "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"EXPIRED\","
                                + "\"domain\":\"creto.io\"}]}"),
                Arguments.of(
                        HttpStatusException.of(HttpStatus.NOT_FOUND), 404, "{\"code\":5,\"message\":\"Not Found\"}"),
                Arguments.of(
                        HttpStatusException.of(HttpStatus.METHOD_NOT_ALLOWED),
                        405,
                        "{\"code\":12,\"message\":\"Method Not Allowed\"}"),
                Arguments.of(
                        RequestTimeoutException.get(), 504, "{\"code\":4,\"message\":\"the request took too long\"}"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsAStatusInJson(Throwable failure, int http, String json) {
        AggregatedHttpResponse answer =
                faults.onServiceException(ctx, failure).aggregate().join();

        assertThat(answer.status().code()).isEqualTo(http);
        assertThat(answer.contentUtf8()).isEqualTo(json);
    }

    @Test
    void headersSayWhatHttpHasWordsFor() {
        AggregatedHttpResponse overloaded = faults.onServiceException(
                        ctx, new GatewayException(Kind.LOG_UNAVAILABLE, "no log"))
                .aggregate()
                .join();
        AggregatedHttpResponse stranger = faults.onServiceException(
                        ctx, RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_MALFORMED))
                .aggregate()
                .join();

        assertThat(overloaded.status().code()).isEqualTo(503);
        assertThat(overloaded.headers().get(HttpHeaderNames.RETRY_AFTER)).isEqualTo("1"); // 250 ms, rounded up
        assertThat(overloaded.headers().contains(HttpHeaderNames.WWW_AUTHENTICATE))
                .isFalse();
        assertThat(stranger.headers().get(HttpHeaderNames.WWW_AUTHENTICATE)).isEqualTo("Bearer");
    }

    @Test
    void whatIsTooLongIsNamedSo() {
        AggregatedHttpResponse answer = faults.onServiceException(
                        ctx,
                        ContentTooLargeException.builder().maxContentLength(1).build())
                .aggregate()
                .join();

        assertThat(answer.status().code()).isEqualTo(413);
        assertThat(answer.contentUtf8()).contains("\"TOO_LARGE\"");
    }

    @Test
    void whatACallerSentIsNotQuotedAtLength() {
        AggregatedHttpResponse answer = faults.onServiceException(
                        ctx,
                        HttpStatusException.of(
                                HttpStatus.BAD_REQUEST, new IllegalArgumentException("a".repeat(100_000))))
                .aggregate()
                .join();

        assertThat(answer.contentUtf8()).contains("\"MALFORMED\"").hasSizeLessThan(1000);
    }

    @Test
    void aDefectSaysNothingOfItself() {
        AggregatedHttpResponse answer = faults.onServiceException(ctx, new IllegalStateException("internals"))
                .aggregate()
                .join();

        assertThat(answer.status().code()).isEqualTo(500);
        assertThat(answer.contentUtf8()).doesNotContain("internals").contains("\"INTERNAL\"");
    }

    @Test
    void aMessageThatIsNoneIsMalformedAndAStatusStaysAsItIs() {
        Metadata trailers = new Metadata();

        Status malformed =
                faults.status(ctx, Status.UNKNOWN, new InvalidProtocolBufferException("no such field"), trailers);
        Status kept = faults.status(ctx, Status.ABORTED, new IllegalStateException(), new Metadata());

        assertThat(malformed.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(malformed.getDescription()).contains("no such field");
        assertThat(trailers.keys()).contains("grpc-status-details-bin");
        assertThat(kept).isEqualTo(Status.ABORTED);
    }
}
