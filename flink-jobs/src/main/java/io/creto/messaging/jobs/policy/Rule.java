package io.creto.messaging.jobs.policy;

import io.creto.messaging.v1.Effect;
import org.jspecify.annotations.Nullable;

/**
 * A rule, ready to be asked. Immutable.
 *
 * @param position in the document, from 0
 * @param id unique in the document
 * @param effect PERMIT or FORBID
 * @param principal who acts
 * @param resource on whom or what
 * @param condition that must be true as well; null for none
 */
record Rule(
        int position,
        String id,
        Effect effect,
        MatchSet principal,
        MatchSet resource,
        @Nullable Condition condition) {

    boolean forbids() {
        return effect == Effect.EFFECT_FORBID;
    }
}
