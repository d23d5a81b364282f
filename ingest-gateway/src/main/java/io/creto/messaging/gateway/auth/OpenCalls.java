package io.creto.messaging.gateway.auth;

import java.util.Set;

/** Which calls a stranger may make. */
public final class OpenCalls {
    /** Submissions look into the batch themselves; identities are public, and needed to enrol. */
    private static final Set<String> METHODS = Set.of(
            "creto.messaging.v1.SubmissionService/Submit",
            "creto.messaging.v1.SubmissionService/SubmitStream",
            "creto.messaging.v1.DirectoryService/GetIdentities",
            "grpc.health.v1.Health/Check",
            "grpc.health.v1.Health/Watch");

    private OpenCalls() {}

    /** Whether a caller without token may make it; what comes of it may still depend on the request. */
    public static boolean toStrangers(String fullMethodName) {
        return METHODS.contains(fullMethodName);
    }
}
