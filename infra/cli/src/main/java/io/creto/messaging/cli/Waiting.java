package io.creto.messaging.cli;

import io.creto.messaging.client.MessagingException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the SDK answers later. */
final class Waiting {
    /** How long a command waits for an answer. */
    static final Duration ANSWER = Duration.ofSeconds(30);

    private Waiting() {}

    /**
     * The answer.
     *
     * @param what for the message if it does not come
     * @throws MessagingException what the SDK says instead
     * @throws CliException if it does not come in time
     */
    static <T> T await(CompletableFuture<T> answer, String what, Duration time) {
        try {
            return answer.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MessagingException expected) {
                throw expected;
            }
            throw new IllegalStateException(what + " failed", e.getCause());
        } catch (TimeoutException e) {
            throw new CliException(
                    ExitCode.FAILED,
                    what + ": no answer in " + time.toSeconds() + " s; './creto status' shows what is up",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.FAILED, what + ": interrupted", e);
        }
    }
}
