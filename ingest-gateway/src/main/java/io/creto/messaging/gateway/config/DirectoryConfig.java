package io.creto.messaging.gateway.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.creto.messaging.schemas.WireLimits;

/**
 * The read model.
 *
 * @param url JDBC address, empty where the directory is off
 * @param user who may read it
 * @param passwordFile file with the user's password, empty where none is sent
 * @param poolSize connections, and threads that wait for them
 * @param maxCalls calls at once, waiting ones too
 * @param waitMs how long a read waits for the version that it must see
 * @param cacheMs how long an answer may be old
 * @param cacheBytes of records that are remembered
 */
public record DirectoryConfig(
        @JsonProperty(defaultValue = "")
        @JsonPropertyDescription(
                "JDBC address of the read model (jdbc:postgresql://host:port/name); empty: no directory")
        String url,

        @JsonProperty(defaultValue = "creto") @JsonPropertyDescription("User who may read it")
        String user,

        @JsonProperty(defaultValue = "") @JsonPropertyDescription("File with the user's password; empty: none is sent")
        String passwordFile,

        @JsonProperty(defaultValue = "4")
        @JsonPropertyDescription("Connections to the read model, each with a thread, 1 to 64")
        int poolSize,

        @JsonProperty(defaultValue = "256")
        @JsonPropertyDescription("Calls of the directory at once, waiting ones too, 1 to 10000")
        int maxCalls,

        @JsonProperty(defaultValue = "10000")
        @JsonPropertyDescription(
                "How long a read waits for the version that it must see, 100 to 60000; no longer than the call's deadline")
        int waitMs,

        @JsonProperty(defaultValue = "1000") @JsonPropertyDescription("How old an answer may be, 0 to 1000")
        int cacheMs,

        @JsonProperty(defaultValue = "16777216")
        @JsonPropertyDescription("Bytes of records that are remembered, 1048576 to 1073741824")
        long cacheBytes) {
    /** @throws ConfigException if a value is out of its range */
    public DirectoryConfig {
        Options.optionalText("directory.url", url, 4096);
        Options.text("directory.user", user, WireLimits.MAX_NAME_BYTES);
        Options.optionalText("directory.password-file", passwordFile, 4096);
        Options.range("directory.pool-size", poolSize, 1, 64);
        Options.range("directory.max-calls", maxCalls, 1, 10_000);
        Options.range("directory.wait-ms", waitMs, 100, 60_000);
        Options.range("directory.cache-ms", cacheMs, 0, 1000);
        Options.range("directory.cache-bytes", cacheBytes, 1 << 20, 1L << 30);
    }

    /** Whether there is one. */
    public boolean isOn() {
        return !url.isEmpty();
    }
}
