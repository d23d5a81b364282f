package io.creto.messaging.jobs.authz;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.creto.messaging.jobs.policy.CompiledPolicy;
import io.creto.messaging.jobs.policy.PolicyCompiler;
import io.creto.messaging.jobs.policy.PolicyException;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.PolicyDocument;
import io.creto.messaging.v1.RejectionReason;

/** Each policy in use is compiled once in a process, however many operators decide by it. Thread-safe. */
final class CompiledPolicies {
    private static final Cache<Source, CompiledPolicy> IN_USE =
            CacheBuilder.newBuilder().weakValues().build();

    private CompiledPolicies() {}

    private record Source(String fleet, PolicyDocument document) {}

    /** @throws PolicyException with all that is wrong with the document */
    static CompiledPolicy of(String fleet, PolicyDocument document) throws PolicyException {
        Source source = new Source(fleet, document);
        CompiledPolicy known = IN_USE.getIfPresent(source);
        if (known != null) {
            return known;
        }
        CompiledPolicy compiled = PolicyCompiler.compile(fleet, document);
        IN_USE.put(source, compiled);
        return compiled;
    }

    /** @throws WireException MALFORMED, with all that is wrong with the document */
    static void check(String fleet, PolicyDocument document) throws WireException {
        try {
            of(fleet, document);
        } catch (PolicyException e) {
            throw new WireException(
                    RejectionReason.REJECTION_REASON_MALFORMED,
                    "policy_record.document",
                    String.valueOf(e.getMessage()));
        }
    }
}
