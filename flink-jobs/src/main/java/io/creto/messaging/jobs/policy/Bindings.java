package io.creto.messaging.jobs.policy;

import dev.cel.runtime.CelVariableResolver;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as conditions see it, each part made when a condition first asks for it. For one thread. */
final class Bindings implements CelVariableResolver {
    private final PolicyRequest request;
    private @Nullable Map<String, Object> context;

    Bindings(PolicyRequest request) {
        this.request = request;
    }

    @Override
    public Optional<Object> find(String name) {
        return switch (name) {
            case ConditionTypes.SENDER -> Optional.of(request.sender().bindings());
            case ConditionTypes.RECIPIENT -> Optional.of(recipient().bindings());
            case ConditionTypes.CHANNEL -> Optional.of(request.channelName());
            case ConditionTypes.CONTEXT -> Optional.of(context());
            default -> Optional.empty();
        };
    }

    private Subject recipient() {
        Subject recipient = request.recipient();
        return recipient == null ? Subject.NOBODY : recipient;
    }

    private Map<String, Object> context() {
        Map<String, Object> made = context;
        if (made == null) {
            RequestContext given = request.context();
            made = Map.of(
                    "lane", lower(given.lane().name(), "LANE_"),
                    "kind", lower(given.kind().name(), "MESSAGE_KIND_"),
                    "message_size", given.messageSize(),
                    "ttl", Duration.ofMillis(given.ttlMs()),
                    "time", Instant.ofEpochMilli(given.timeMs()),
                    "action", Actions.name(request.action()));
            context = made;
        }
        return made;
    }

    private static String lower(String name, String prefix) {
        return name.substring(prefix.length()).toLowerCase(Locale.ROOT);
    }
}
