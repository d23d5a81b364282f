package io.creto.messaging.gateway.limit;

import io.creto.messaging.gateway.config.CallersConfig;

/**
 * What each of one kind of callers may use.
 *
 * @param requestsPerSecond calls begun, and messages of streams
 * @param requestBurst of them at once
 * @param bytesPerSecond of messages
 * @param byteBurst of them at once, at least one message
 * @param streams open calls
 */
record Rates(int requestsPerSecond, int requestBurst, int bytesPerSecond, int byteBurst, int streams) {
    static Rates ofAgent(CallersConfig config) {
        return new Rates(
                config.agentRequestsPerSecond(),
                config.agentRequestBurst(),
                config.agentBytesPerSecond(),
                config.agentByteBurst(),
                config.agentStreams());
    }

    static Rates ofStranger(CallersConfig config) {
        return new Rates(
                config.strangerRequestsPerSecond(),
                config.strangerRequestBurst(),
                config.strangerBytesPerSecond(),
                config.strangerByteBurst(),
                config.strangerStreams());
    }
}
