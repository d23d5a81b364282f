package io.creto.messaging.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.v1.RejectionReason;
import io.grpc.Context;
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
    void aCallThatNobodyHasLookedAtIsAStrangers() {
        assertThat(CallerContext.current()).isEqualTo(Caller.STRANGER);
        CallerContext.with(Context.ROOT, ALICE)
                .run(() -> assertThat(CallerContext.current()).isEqualTo(ALICE));
    }

    private static RejectionReason refusal(Caller caller, String signer, boolean enrolment) {
        return catchThrowableOfType(RefusedCallerException.class, () -> caller.checkMaySubmit(signer, () -> enrolment))
                .reason();
    }
}
