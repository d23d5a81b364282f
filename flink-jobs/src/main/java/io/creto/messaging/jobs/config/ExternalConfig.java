package io.creto.messaging.jobs.config;

import java.io.File;
import java.io.Serializable;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An external authorization service, and who is asked about. Travels to the tasks: files are read there.
 *
 * @param host of the service
 * @param port of the service
 * @param fleets that opted in; {@code *} alone is all
 * @param timeout of a check, its repeated attempts included
 * @param attempts at a check, from 1
 * @param capacity slices of each task that may wait for answers
 * @param tls null: without TLS
 */
public record ExternalConfig(
        String host,
        int port,
        Set<String> fleets,
        Duration timeout,
        int attempts,
        int capacity,
        @Nullable Tls tls) implements Serializable {

    /** Copies. */
    public ExternalConfig {
        fleets = Set.copyOf(fleets);
    }

    /**
     * Files in PEM.
     *
     * @param trust certificates of who may have signed the service's
     * @param certificate of this side, with its chain; null: the service does not ask for one
     * @param key of that certificate, PKCS #8; null exactly if it is
     */
    public record Tls(
            File trust,
            @Nullable File certificate,
            @Nullable File key) implements Serializable {}
}
