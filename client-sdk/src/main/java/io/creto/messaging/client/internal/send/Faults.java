package io.creto.messaging.client.internal.send;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.v1.Fault;
import io.creto.messaging.v1.RejectionReason;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the gateway's faults mean for the one who submitted (error contract: README of module schemas). */
final class Faults {
    private static final List<RejectionReason> LASTING =
            List.of(RejectionReason.REJECTION_REASON_SENDER_REVOKED, RejectionReason.REJECTION_REASON_SENDER_SUSPENDED);

    private Faults() {}

    /** Whether the same bytes may be taken later, or have been taken already. */
    static boolean mayRetry(Fault fault) {
        return switch (Status.fromCodeValue(fault.getCode()).getCode()) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, INTERNAL, CANCELLED, UNKNOWN, ABORTED -> true;
            default -> false;
        };
    }

    /**
     * Why the gateway lets this agent in no more, until an admin decides otherwise; empty if the stream has been lost for a reason
     * that may pass by itself (a clock is set, a token renewed, a new key becomes known).
     */
    static Optional<RejectionReason> turnedAway(Throwable lost) {
        com.google.rpc.Status status = StatusProto.fromThrowable(lost);
        if (status == null || status.getCode() != Status.Code.UNAUTHENTICATED.value()) {
            return Optional.empty();
        }
        return LASTING.stream().filter(reason -> names(status, reason)).findFirst();
    }

    /** How long the gateway wants a stream that it has ended not to come again, in milliseconds; 0 if it does not say. */
    static long retryAfterMs(Throwable lost) {
        com.google.rpc.Status status = StatusProto.fromThrowable(lost);
        if (status == null) {
            return 0;
        }
        return status.getDetailsList().stream()
                .filter(detail -> detail.is(RetryInfo.class))
                .mapToLong(Faults::delayMs)
                .findFirst()
                .orElse(0);
    }

    private static long delayMs(Any retryInfo) {
        try {
            var delay = retryInfo.unpack(RetryInfo.class).getRetryDelay();
            return Math.max(
                    0, Duration.ofSeconds(delay.getSeconds(), delay.getNanos()).toMillis());
        } catch (InvalidProtocolBufferException | ArithmeticException notReadable) {
            return 0;
        }
    }

    private static boolean names(com.google.rpc.Status status, RejectionReason reason) {
        Any detail = Any.pack(ErrorInfo.newBuilder()
                .setDomain("creto.io")
                .setReason(reason.name().substring("REJECTION_REASON_".length()))
                .build());
        return status.getDetailsList().contains(detail);
    }

    /** What a sender is told whom the gateway lets in no more. */
    static MessageRejectedException rejection(RejectionReason turnedAway) {
        return new MessageRejectedException(
                turnedAway, "the gateway lets this agent in no more: ask an admin of its fleet", "", "");
    }

    /** A fault that stays. */
    static MessageRejectedException rejection(Fault fault) {
        boolean named = fault.getReason() != RejectionReason.REJECTION_REASON_UNSPECIFIED;
        RejectionReason reason = named ? fault.getReason() : RejectionReason.REJECTION_REASON_INTERNAL;
        String code = Status.fromCodeValue(fault.getCode()).getCode().name();
        return new MessageRejectedException(reason, "the gateway says " + code + ": " + fault.getDetail(), "", "");
    }
}
