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

    /** The context of a call, with its deadline and cancellation, and its caller. */
    static Context with(Context call, Caller caller) {
        return call.withValue(CALLER, caller);
    }
}
