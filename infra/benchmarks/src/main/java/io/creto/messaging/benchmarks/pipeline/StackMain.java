package io.creto.messaging.benchmarks.pipeline;

import io.creto.messaging.localstack.StackListener;
import io.creto.messaging.localstack.StackPorts;
import io.creto.messaging.localstack.home.Home;
import io.creto.messaging.localstack.home.RunningStack;
import io.creto.messaging.localstack.home.StoreSecret;
import java.io.IOException;
import java.nio.file.Path;

/** The whole stack as a process of its own: argument 1 is its home; it ends with its input. */
public final class StackMain {
    /** What it says when agents can connect. */
    static final String READY = "ready";

    private StackMain() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Home home = new Home(Path.of(arguments[0]));
        try (RunningStack stack =
                RunningStack.start(home, StackPorts.free(), StoreSecret.of(null, home), StackListener.SILENT)) {
            System.out.println(READY + " " + stack.stack().ports().gateway());
            while (System.in.read() >= 0) {
                // waits for the end
            }
        }
    }
}
