package io.creto.messaging.gateway.directory;

import io.creto.messaging.v1.DirectoryServiceGrpc;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SERVING while the read model answers, under the directory's own name: submission does not depend on it. Begins with
 * NOT_SERVING. Thread-safe.
 */
public final class DirectoryHealth implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryHealth.class);

    private final HealthStatusManager statuses;
    private final Directory directory;
    private volatile boolean serving;

    /** @param directory asked once a look */
    public DirectoryHealth(HealthStatusManager statuses, Directory directory) {
        this.statuses = statuses;
        this.directory = directory;
        off(statuses);
    }

    /** For a gateway without directory. */
    public static void off(HealthStatusManager statuses) {
        statuses.setStatus(DirectoryServiceGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    }

    /** Whether the read model answered at the last look. */
    public boolean isServing() {
        return serving;
    }

    /** Looks once, and tells where it has changed. Blocks. */
    @Override
    public synchronized void run() {
        boolean now = answers();
        if (now == serving) {
            return;
        }
        serving = now;
        statuses.setStatus(DirectoryServiceGrpc.SERVICE_NAME, now ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
        if (now) {
            LOG.info("the read model answers: the directory is SERVING");
        } else {
            LOG.warn("the read model does not answer: the directory is NOT_SERVING");
        }
    }

    private boolean answers() {
        try {
            directory.identityVersions(List.of());
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
