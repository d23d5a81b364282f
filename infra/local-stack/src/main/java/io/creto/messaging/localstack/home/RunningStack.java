package io.creto.messaging.localstack.home;

import io.creto.messaging.localstack.LocalStack;
import io.creto.messaging.localstack.StackException;
import io.creto.messaging.localstack.StackListener;
import io.creto.messaging.localstack.StackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stack that runs for a home: it says where it listens as long as it does. Thread-safe. */
public final class RunningStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningStack.class);

    private final Home home;
    private final LocalStack stack;
    private final CountDownLatch closed = new CountDownLatch(1);

    private RunningStack(Home home, LocalStack stack) {
        this.home = home;
        this.stack = stack;
    }

    /**
     * Makes the operator's identity at the first start, and starts the stack with it.
     *
     * @throws io.creto.messaging.localstack.StackException if a part does not start
     * @throws IdentityException if the home cannot be written
     */
    public static RunningStack start(Home home, StackPorts ports, StoreSecret secret, StackListener listener) {
        LocalStack stack = LocalStack.start(home.stack(), ports, Operator.of(home, secret), listener);
        try {
            FleetKafka.grant(home, stack.kafka().clientProperties(), Operator.ID.fleet());
            Endpoints.of(ports).write(home.endpointsFile());
            return new RunningStack(home, stack);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        } catch (IOException e) {
            stack.close();
            throw new StackException(home.root() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The stack itself. */
    public LocalStack stack() {
        return stack;
    }

    /** Waits until it is closed. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Stops everything. Further calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed.getCount() > 0) {
            try {
                Files.deleteIfExists(home.endpointsFile());
            } catch (IOException e) {
                LOG.warn("{} stays", home.endpointsFile(), e);
            }
            stack.close();
            closed.countDown();
        }
    }
}
