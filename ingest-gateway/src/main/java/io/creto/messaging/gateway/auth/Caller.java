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

    /** {@code fleet/name}; a word that is none where it is not known who calls. */
    String name();

    /**
     * Lets this caller submit a batch. A signer that agents delegate to signs its batches itself, so it is the caller.
     *
     * @param signer of the batch, {@code fleet/name}
     * @param enrolment whether the batch enrols its signer; asked only where that matters
     * @throws RefusedCallerException if the batch is not its to submit
     */
    void checkMaySubmit(String signer, BooleanSupplier enrolment);

    /**
     * Lets this caller receive whatever it names: only where nobody is asked who they are. An agent receives for itself, and for
     * those that delegate that to it, which is not decided here.
     *
     * @throws RefusedCallerException if it may not
     */
    void checkMayReceiveAll();

    /**
     * Lets this caller read the policy of a fleet: its own. Policies name agents and groups, so they are not for others.
     *
     * @throws RefusedCallerException if it may not; says the same whether there is such a fleet or not
     */
    void checkMayReadPolicy(String fleet);

    /**
     * One who has proven to be this agent.
     *
     * @param id {@code fleet/name}
     * @param admin whether it administered its fleet when it called
     */
    record Agent(String id, boolean admin) implements Caller {
        /** One that administers nothing. */
        public Agent(String id) {
            this(id, false);
        }

        @Override
        public String name() {
            return id;
        }

        @Override
        public void checkMaySubmit(String signer, BooleanSupplier enrolment) {
            if (!signer.equals(id)) {
                throw RefusedCallerException.notItsBatch();
            }
        }

        @Override
        public void checkMayReceiveAll() {
            throw RefusedCallerException.notItsMailbox();
        }

        @Override
        public void checkMayReadPolicy(String fleet) {
            if (!id.startsWith(fleet + "/")) { // no fleet's name has a slash
                throw RefusedCallerException.notItsFleet();
            }
        }
    }

    /** May enrol, for before that it has no identity to show. */
    record Stranger() implements Caller {
        @Override
        public String name() {
            return "stranger";
        }

        @Override
        public void checkMaySubmit(String signer, BooleanSupplier enrolment) {
            if (!enrolment.getAsBoolean()) {
                throw RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_UNKNOWN_SIGNER);
            }
        }

        @Override
        public void checkMayReceiveAll() {
            throw RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_UNKNOWN_SIGNER);
        }

        @Override
        public void checkMayReadPolicy(String fleet) {
            throw RefusedCallerException.unauthenticated(RejectionReason.REJECTION_REASON_UNKNOWN_SIGNER);
        }
    }

    /** May submit everything. */
    record Anyone() implements Caller {
        @Override
        public String name() {
            return "anyone";
        }

        @Override
        public void checkMaySubmit(String signer, BooleanSupplier enrolment) {
            // nobody is asked
        }

        @Override
        public void checkMayReceiveAll() {
            // nobody is asked
        }

        @Override
        public void checkMayReadPolicy(String fleet) {
            // nobody is asked
        }
    }
}
