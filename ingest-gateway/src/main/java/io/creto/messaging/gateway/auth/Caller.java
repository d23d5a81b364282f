package io.creto.messaging.gateway.auth;

import io.creto.messaging.gateway.fault.RefusedCallerException;
import io.creto.messaging.v1.RejectionReason;
import java.util.function.BooleanSupplier;

/** Who calls, and what follows from it for a batch. Immutable. */
public sealed interface Caller {
    /** One who showed no token. */
    Caller STRANGER = new Stranger();

    /** Whoever it is, where nobody is asked. */
    Caller ANYONE = new Anyone();

    /**
     * Lets this caller submit a batch. A signer that agents delegate to signs its batches itself, so it is the caller.
     *
     * @param signer of the batch, {@code fleet/name}
     * @param enrolment whether the batch enrols its signer; asked only where that matters
     * @throws RefusedCallerException if the batch is not its to submit
     */
    void checkMaySubmit(String signer, BooleanSupplier enrolment);

    /**
     * One who has proven to be this agent.
     *
     * @param id {@code fleet/name}
     */
    record Agent(String id) implements Caller {
        @Override
        public void checkMaySubmit(String signer, BooleanSupplier enrolment) {
            if (!signer.equals(id)) {
                throw RefusedCallerException.notItsBatch();
            }
        }
    }

    /** May enrol, for before that it has no identity to show. */
    record Stranger() implements Caller {
        @Override
        public void checkMaySubmit(String signer, BooleanSupplier enrolment) {
            if (!enrolment.getAsBoolean()) {
                throw RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_UNKNOWN_SIGNER);
            }
        }
    }

    /** May submit everything. */
    record Anyone() implements Caller {
        @Override
        public void checkMaySubmit(String signer, BooleanSupplier enrolment) {
            // nobody is asked
        }
    }
}
