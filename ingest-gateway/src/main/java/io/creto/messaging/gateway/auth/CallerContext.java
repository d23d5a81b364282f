package io.creto.messaging.gateway.auth;

import io.grpc.Context;

/** Where the handlers of a call find who calls. */
public final class CallerContext {
    private static final Context.Key<Caller> CALLER = Context.keyWithDefault("creto.caller", Caller.STRANGER);

    private CallerContext() {}

    /** Who makes the current call; a stranger where nobody has looked. */
    public static Caller current() {
        return CALLER.get();
    }

    /** The current context, of that caller. */
    static Context with(Caller caller) {
        return Context.current().withValue(CALLER, caller);
    }
}
