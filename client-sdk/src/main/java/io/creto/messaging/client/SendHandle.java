package io.creto.messaging.client;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.MessageId;
import java.util.concurrent.CompletableFuture;

/**
 * What becomes of a message that was sent. It follows the message through re-sends under new ids. Thread-safe. Its futures
 * complete on a thread of the client: what hangs on them must not block.
 */
public interface SendHandle {
    /** The message's first id: how its recipient names it. */
    MessageId firstId();

    /** Who is to receive it. */
    AgentId recipient();

    /**
     * Completes when the message is durable in Kafka. Fails with {@link MessageRejectedException} if the gateway refuses it,
     * {@link FencedException}, {@link MessageExpiredException} or {@link ClientClosedException}.
     */
    CompletableFuture<Acceptance> accepted();

    /**
     * Completes when the message has been verified, authorized and stands in the recipient's topic. Fails as {@link #accepted}
     * does, with {@link MessageRejectedException} if the dataflow refuses it, with {@link MessageExpiredException} if its time to
     * live is over and nothing has been heard, and with {@link OutcomeUnknownException} if nothing can be heard any more, because
     * this agent has been revoked meanwhile.
     */
    CompletableFuture<Routing> routed();
}
