package io.creto.messaging.gateway.auth;

import io.creto.messaging.gateway.fault.RefusedCallerException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Callers with open calls, and these calls: they end when their caller counts no more. Thread-safe. */
final class LiveCallers {
    private static final Logger LOG = LoggerFactory.getLogger(LiveCallers.class);

    private final Map<KnownCaller, Set<Call>> calls = new ConcurrentHashMap<>();

    /** An open call. */
    interface Call {
        /** Ends it, unless it has ended. */
        void end(Throwable why);
    }

    /** A call begins. If its caller has just ceased to count, it ends at once. */
    void begin(KnownCaller caller, Call call) {
        calls.compute(caller, (one, open) -> {
            Set<Call> all = open == null ? ConcurrentHashMap.newKeySet() : open;
            all.add(call);
            return all;
        });
        RefusedCallerException ended = caller.ended();
        if (ended != null) {
            call.end(ended);
        }
    }

    /** A call has ended. */
    void over(KnownCaller caller, Call call) {
        calls.computeIfPresent(caller, (one, open) -> {
            open.remove(call);
            return open.isEmpty() ? null : open;
        });
    }

    /** Ends the calls of a caller that has ended. */
    void end(KnownCaller caller) {
        RefusedCallerException why = caller.ended();
        if (why != null) {
            List.copyOf(calls.getOrDefault(caller, Set.of())).forEach(call -> end(call, why));
        }
    }

    /** A call that is just ending by itself may take it ill; the others have to end all the same. */
    private static void end(Call call, RefusedCallerException why) {
        try {
            call.end(why);
        } catch (RuntimeException e) {
            LOG.warn("a call of a caller that counts no more does not end", e);
        }
    }

    /** Those with open calls. */
    Collection<KnownCaller> callers() {
        return calls.keySet();
    }
}
