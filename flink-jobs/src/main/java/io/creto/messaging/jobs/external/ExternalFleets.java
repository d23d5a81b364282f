package io.creto.messaging.jobs.external;

import io.creto.messaging.jobs.policy.PolicyRequest;
import java.io.Serializable;
import java.util.Set;

/**
 * The fleets that opted in: about what they send, and what is sent to them, an external service is asked, too.
 *
 * @param names of fleets, or {@value #ALL} alone
 */
public record ExternalFleets(Set<String> names) implements Serializable {
    /** Stands for every fleet. */
    public static final String ALL = "*";
    /** No fleet. */
    public static final ExternalFleets NONE = new ExternalFleets(Set.of());

    /** Copies. */
    public ExternalFleets {
        names = Set.copyOf(names);
    }

    /** Whether a request is from or to one of them. */
    public boolean concern(PolicyRequest request) {
        if (names.isEmpty()) {
            return false;
        }
        return names.contains(ALL)
                || names.contains(request.sender().fleet())
                || names.contains(request.resourceFleet());
    }
}
