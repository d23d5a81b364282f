package io.creto.messaging.jobs.policy;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableBiMap;
import io.creto.messaging.v1.Action;
import java.util.List;
import java.util.Optional;

/** Actions by their names for people: {@code SendMessage} for ACTION_SEND_MESSAGE. */
public final class Actions {
    private static final String PREFIX = "ACTION_";
    private static final ImmutableBiMap<Action, String> NAMES = names();

    private Actions() {}

    /** All of them, in the order of their numbers. */
    public static List<Action> all() {
        return NAMES.keySet().asList();
    }

    /**
     * The name of an action.
     *
     * @throws IllegalArgumentException for none
     */
    public static String name(Action action) {
        String name = NAMES.get(action);
        if (name == null) {
            throw new IllegalArgumentException("not an action: " + action);
        }
        return name;
    }

    /** The action of a name, in its exact spelling. */
    public static Optional<Action> byName(String name) {
        return Optional.ofNullable(NAMES.inverse().get(name));
    }

    private static ImmutableBiMap<Action, String> names() {
        ImmutableBiMap.Builder<Action, String> names = ImmutableBiMap.builder();
        for (Action action : Action.values()) {
            if (action != Action.ACTION_UNSPECIFIED && action != Action.UNRECOGNIZED) {
                names.put(
                        action,
                        CaseFormat.UPPER_UNDERSCORE.to(
                                CaseFormat.UPPER_CAMEL, action.name().substring(PREFIX.length())));
            }
        }
        return names.build();
    }
}
