package io.creto.messaging.cli;

import io.creto.messaging.localstack.StackPorts;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.RunningStack;
import io.creto.messaging.localstack.home.StoreSecret;
import io.creto.messaging.localstack.home.TemporaryHome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A stack that a command runs: whatever ends the process, also while the stack is starting, it is stopped cleanly and a
 * temporary home is deleted. Only a killed process leaves something behind.
 */
final class StackRun implements AutoCloseable {
    private final @Nullable TemporaryHome temporary;
    private final CompletableFuture<RunningStack> stack = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread hook;

    private StackRun(@Nullable TemporaryHome temporary, Runnable interrupted) {
        this.temporary = temporary;
        this.hook = new Thread(
                () -> {
                    interrupted.run();
                    stop();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts.
     *
     * @param temporary deleted with the stack; null: the home stays
     * @param interrupted called first when the process is ended from outside
     * @throws RuntimeException what {@link RunningStack#start} throws; nothing is left then
     */
    static StackRun start(
            Home home,
            @Nullable TemporaryHome temporary,
            StackPorts ports,
            StoreSecret secret,
            Output output,
            Runnable interrupted) {
        StackRun run = new StackRun(temporary, interrupted);
        try {
            run.stack.complete(RunningStack.start(home, ports, secret, Progress.of(output)));
            return run;
        } catch (RuntimeException e) {
            run.stack.completeExceptionally(e);
            run.close();
            throw e;
        }
    }

    /** The stack. */
    RunningStack stack() {
        return stack.join();
    }

    /** Stops, and deletes a temporary home. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending: the hook has done it
        }
    }

    /** Waits for a start that is under way: what it has started must be stopped. */
    private void stop() {
        if (closed.compareAndSet(false, true)) {
            try {
                stack.join().close();
            } catch (CompletionException e) {
                return; // it has not started, and has cleaned up
            } finally {
                if (temporary != null) {
                    temporary.close();
                }
            }
        }
    }
}
