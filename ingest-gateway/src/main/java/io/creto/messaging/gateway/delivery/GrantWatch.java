package io.creto.messaging.gateway.delivery;

import io.creto.messaging.gateway.auth.Caller;
import io.creto.messaging.gateway.delivery.Mailboxes.Granted;
import io.creto.messaging.gateway.fault.GatewayException;
import io.creto.messaging.gateway.fault.RefusedCallerException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the streams of those who may not receive for others any more: a delegation has ended, or its agent is no longer active.
 * (Callers that are revoked themselves leave by authentication.) Looking blocks. Thread-safe.
 */
final class GrantWatch implements Runnable {
    static final Duration PERIOD = Duration.ofSeconds(1);

    /** A delegation that runs out changes no record, so now and then all is asked anew. */
    private static final int LOOKS_PER_FULL_LOOK = 10;

    private static final Logger LOG = LoggerFactory.getLogger(GrantWatch.class);

    private final Mailboxes mailboxes;
    private final Map<ReceiveStream, Watched> streams = new ConcurrentHashMap<>();
    private int looks; // of the looking thread

    private record Watched(Caller caller, List<String> agents, Granted granted) {}

    GrantWatch(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    /** Who receives for itself alone is not watched. */
    void add(ReceiveStream stream, Caller caller, List<String> agents, Granted granted) {
        if (!granted.versions().isEmpty()) {
            streams.put(stream, new Watched(caller, List.copyOf(agents), granted));
        }
    }

    void remove(ReceiveStream stream) {
        streams.remove(stream);
    }

    @Override
    @SuppressWarnings("IllegalCatch") // a defect must not end the timer
    public void run() {
        looks++;
        try {
            Map<String, Long> versions = mailboxes.versions(subjects());
            streams.forEach((stream, watched) -> look(stream, watched, versions));
        } catch (GatewayException e) {
            LOG.debug("delegations are not confirmed, streams go on: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a defect in the confirmation of delegations", e);
        }
    }

    private Set<String> subjects() {
        Set<String> subjects = new HashSet<>();
        streams.values()
                .forEach(watched -> subjects.addAll(watched.granted().versions().keySet()));
        return subjects;
    }

    private void look(ReceiveStream stream, Watched watched, Map<String, Long> versions) {
        boolean unchanged =
                versions.entrySet().containsAll(watched.granted().versions().entrySet());
        if (unchanged && looks % LOOKS_PER_FULL_LOOK != 0) {
            return;
        }
        try {
            Granted now = mailboxes.of(watched.caller(), watched.agents());
            streams.replace(stream, watched, new Watched(watched.caller(), watched.agents(), now));
        } catch (RefusedCallerException e) {
            stream.end(e);
        } catch (GatewayException e) {
            LOG.debug("a delegation is not confirmed, its stream goes on: {}", e.getMessage());
        }
    }
}
