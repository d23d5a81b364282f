package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.creto.messaging.schemas.WireLimits;

/**
 * Who may call.
 *
 * @param deployment the audience of access tokens
 * @param threads that check tokens, and as many that read who is named in them
 * @param maxWaiting calls that wait to be authenticated
 * @param insecureAnonymous nobody is asked
 */
public record AuthConfig(
        @JsonProperty(defaultValue = "creto")
        @JsonPropertyDescription(
                "Name of the deployment, 1 to 255 characters: access tokens that name another are refused")
        String deployment,

        @JsonProperty(defaultValue = "2")
        @JsonPropertyDescription(
                "Threads that verify access tokens, and as many, each with a connection, that read who is named in them, 1 to 64")
        int threads,

        @JsonProperty(defaultValue = "1000")
        @JsonPropertyDescription(
                "Calls that wait until an unknown caller is authenticated, 1 to 100000; as many of known ones")
        int maxWaiting,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription(
                "true: nobody is asked who they are, whoever reaches the port may do everything; the log says so")
        boolean insecureAnonymous) {
    /** @throws ConfigException if a value is out of its range */
    public AuthConfig {
        Options.text("auth.deployment", deployment, WireLimits.MAX_NAME_BYTES);
        Options.range("auth.threads", threads, 1, 64);
        Options.range("auth.max-waiting", maxWaiting, 1, 100_000);
    }
}
