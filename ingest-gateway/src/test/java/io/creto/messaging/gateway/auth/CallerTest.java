package io.creto.messaging.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.v1.RejectionReason;
import io.grpc.Context;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final Caller ALICE = new Caller.Agent("acme/alice");

    @Test
    void anAgentSubmitsItsOwnBatchesAndNobodyElses() {
        assertThatCode(() -> ALICE.checkMaySubmit("acme/alice", () -> false)).doesNotThrowAnyException();
        assertThat(refusal(ALICE, "acme/bob", false)).isEqualTo(RejectionReason.REJECTION_REASON_DENIED);
        assertThat(refusal(ALICE, "acme/bob", true))
                .as("not even an enrolment")
                .isEqualTo(RejectionReason.REJECTION_REASON_DENIED);
    }

    @Test
    void aStrangerEnrolsAndNothingElse() {
        assertThatCode(() -> Caller.STRANGER.checkMaySubmit("acme/new", () -> true))
                .doesNotThrowAnyException();
        assertThat(refusal(Caller.STRANGER, "acme/alice", false))
                .isEqualTo(RejectionReason.REJECTION_REASON_UNKNOWN_SIGNER);
    }

    @Test
    void whereNobodyIsAskedEverybodySubmitsEverything() {
        assertThatCode(() -> Caller.ANYONE.checkMaySubmit("acme/alice", () -> false))
                .doesNotThrowAnyException();
    }

    @Test
    void anAgentReadsThePolicyOfItsFleetAndOfNoOther() {
        assertThatCode(() -> ALICE.checkMayReadPolicy("acme")).doesNotThrowAnyException();
        for (String other : List.of("acm", "acme-2", "other", "creto")) {
            assertThat(refusal(() -> ALICE.checkMayReadPolicy(other)))
                    .as(other)
                    .isEqualTo(RejectionReason.REJECTION_REASON_DENIED);
        }
        assertThat(refusal(() -> Caller.STRANGER.checkMayReadPolicy("acme")))
                .isEqualTo(RejectionReason.REJECTION_REASON_UNKNOWN_SIGNER);
        assertThatCode(() -> Caller.ANYONE.checkMayReadPolicy("acme")).doesNotThrowAnyException();
    }

    @Test
    void aCallThatNobodyHasLookedAtIsAStrangers() {
        assertThat(CallerContext.current()).isEqualTo(Caller.STRANGER);
        CallerContext.with(Context.ROOT, ALICE)
                .run(() -> assertThat(CallerContext.current()).isEqualTo(ALICE));
    }

    private static RejectionReason refusal(Caller caller, String signer, boolean enrolment) {
        return refusal(() -> caller.checkMaySubmit(signer, () -> enrolment));
    }

    private static RejectionReason refusal(ThrowingCallable act) {
        return catchThrowableOfType(RefusedCallerException.class, act).reason();
    }
}
