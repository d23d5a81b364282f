package io.creto.messaging.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM of its own that runs a server and never ends by itself, to be killed. */
final class PostgresHost {
    static final String READY = "ready";

    private PostgresHost() {}

    public static void main(String[] args) throws Exception {
        EmbeddedPostgres.builder().dataDirectory(Path.of(args[0])).build().start();
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
