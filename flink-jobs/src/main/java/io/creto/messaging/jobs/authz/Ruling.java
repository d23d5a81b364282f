package io.creto.messaging.jobs.authz;

import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.v1.AuthorizationCheck;
import java.util.Optional;

/** What becomes of one envelope. */
sealed interface Ruling {

    /**
     * It goes on.
     *
     * @param version of the sender's fleet's policy, 0 where none was asked
     * @param to the fleet in whose delivery topics it is decided, if it goes there
     * @param check what an external service is still asked about it, if it is
     * @param unchecked whether policies should have been asked that could not be read
     */
    record Permitted(long version, Optional<FleetShare> to, Optional<AuthorizationCheck> check, boolean unchecked)
            implements Ruling {}

    /**
     * It is refused.
     *
     * @param conditionFailed whether that is because a condition could not be evaluated
     */
    record Refused(AccessDecision decision, boolean conditionFailed) implements Ruling {}

    /** Its signer has sent too much. */
    record Exceeded(OverQuota quota) implements Ruling {}

    /** It waits for news of a fleet, or for {@link FleetWaiting#POLICIES}. */
    record Waits(String fleet) implements Ruling {}
}
