package io.creto.messaging.jobs.external;

import io.creto.messaging.v1.CheckRequest;
import io.creto.messaging.v1.CheckResponse;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;

/** A service that decides besides the policies. Thread-safe. */
public interface ExternalAuthorizer extends AutoCloseable {

    /** Makes one for each task that asks. */
    @FunctionalInterface
    interface Factory extends Serializable {
        /**
         * Makes one; it connects when it asks first.
         *
         * @throws io.creto.messaging.jobs.config.ConfigException if the options cannot be used here
         */
        ExternalAuthorizer open();
    }

    /**
     * Asks. Does not block, and gives up in time.
     *
     * @return one answer for each check, by place; fails with an {@link ExternalFailure} for whatever goes wrong
     */
    CompletableFuture<CheckResponse> check(CheckRequest request);

    /** Gives up the connection to the service: the next check makes a new one. */
    void reconnect();

    /** Ends; what is still asked fails. */
    @Override
    void close();
}
