package io.creto.messaging.jobs.policy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What policies know of an agent. Immutable, thread-safe; worth keeping where an agent is asked about often. */
public final class Subject {
    /** Stands for nobody in conditions, where a request has no recipient. */
    static final Subject NOBODY = new Subject("", "", "", List.of(), Map.of());

    private final String id;
    private final String fleet;
    private final String name;
    private final List<String> groups;
    private final Map<String, String> attributes;
    /** As conditions see it, made when the first does. Several threads may make it; they make the same. */
    private @Nullable Map<String, Object> bindings;

    private Subject(String id, String fleet, String name, List<String> groups, Map<String, String> attributes) {
        this.id = id;
        this.fleet = fleet;
        this.name = name;
        this.groups = groups;
        this.attributes = attributes;
    }

    /**
     * An agent.
     *
     * @param id {@code fleet/name}
     * @param groups that it is in
     * @param attributes by name
     * @throws IllegalArgumentException if the id has no '/'
     */
    public static Subject of(String id, Collection<String> groups, Map<String, String> attributes) {
        int slash = id.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not an agent id: " + id);
        }
        return new Subject(
                id, id.substring(0, slash), id.substring(slash + 1), List.copyOf(groups), Map.copyOf(attributes));
    }

    /** An agent without groups and attributes. */
    public static Subject of(String id) {
        return of(id, List.of(), Map.of());
    }

    /** {@code fleet/name}. */
    public String id() {
        return id;
    }

    /** Its fleet. */
    public String fleet() {
        return fleet;
    }

    /** Its groups. */
    public List<String> groups() {
        return groups;
    }

    /** Its attributes, by name. */
    public Map<String, String> attributes() {
        return attributes;
    }

    Map<String, Object> bindings() {
        Map<String, Object> made = bindings;
        if (made == null) {
            made = Map.of(
                    "id",
                    id,
                    "fleet",
                    fleet,
                    "name",
                    name,
                    "groups",
                    groups.stream().sorted().toList(),
                    "attributes",
                    attributes);
            bindings = made;
        }
        return made;
    }

    @Override
    public String toString() {
        return id;
    }
}
