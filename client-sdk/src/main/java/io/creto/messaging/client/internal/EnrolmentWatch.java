package io.creto.messaging.client.internal;

import io.creto.messaging.client.GatewayUnavailableException;
import io.creto.messaging.client.MessageRejectedException;
import io.creto.messaging.client.MessagingException;
import io.creto.messaging.client.UnknownAgentException;
import io.creto.messaging.client.internal.keys.VerifiedAgent;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.v1.RejectionReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Learns from the directory whether an enrolment was applied, where no verdict comes: the gateway delivers to agents that it knows.
 * Why one was not applied does not show there.
 */
final class EnrolmentWatch {
    private static final long LOOK_MS = 250;

    private final Connection connection;

    EnrolmentWatch(Connection connection) {
        this.connection = connection;
    }

    /**
     * Waits until the agent is registered.
     *
     * @param sent fails if the enrolment was not even taken
     * @return the version of the agent's record
     * @throws MessageRejectedException DUPLICATE_ID if it is registered with another key than the one that is kept here
     * @throws GatewayUnavailableException if it is not registered in time
     */
    long await(CompletableFuture<Long> sent, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - end < 0) {
            try {
                return registered();
            } catch (UnknownAgentException e) {
                pause(sent);
            }
        }
        throw new GatewayUnavailableException(
                "the enrolment of " + connection.config().agent() + " was not applied within " + patience
                        + "; either the dataflow does not run, or the token has been used, has expired or is for another"
                        + " agent: ask for a new one if it goes on",
                null);
    }

    private long registered() {
        AgentId agent = connection.config().agent();
        VerifiedAgent found = connection.directory().agent(agent, 0);
        if (!found.currentKey().keyId().equals(connection.identity().publicKey().keyId())) {
            throw new MessageRejectedException(
                    RejectionReason.REJECTION_REASON_DUPLICATE_ID,
                    agent + " is enrolled already, with another key than the one in this directory",
                    "",
                    "");
        }
        return found.version();
    }

    private static void pause(CompletableFuture<Long> sent) throws InterruptedException {
        try {
            var unused = sent.get(LOOK_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // nothing new: look again
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessagingException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
