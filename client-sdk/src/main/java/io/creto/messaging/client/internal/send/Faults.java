package io.creto.messaging.client.internal.send;

import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.v1.Fault;
import io.creto.messaging.v1.RejectionReason;
import io.grpc.Status;

/** What the gateway's faults mean for the one who submitted (error contract: README of module schemas). */
final class Faults {
    private Faults() {}

    /** Whether the same bytes may be taken later, or have been taken already. */
    static boolean mayRetry(Fault fault) {
        return switch (Status.fromCodeValue(fault.getCode()).getCode()) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, INTERNAL, CANCELLED, UNKNOWN, ABORTED -> true;
            default -> false;
        };
    }

    /** A fault that stays. */
    static MessageRejectedException rejection(Fault fault) {
        boolean named = fault.getReason() != RejectionReason.REJECTION_REASON_UNSPECIFIED;
        RejectionReason reason = named ? fault.getReason() : RejectionReason.REJECTION_REASON_INTERNAL;
        String code = Status.fromCodeValue(fault.getCode()).getCode().name();
        return new MessageRejectedException(reason, "the gateway says " + code + ": " + fault.getDetail(), "", "");
    }
}
