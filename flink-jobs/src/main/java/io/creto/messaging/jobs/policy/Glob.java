package io.creto.messaging.jobs.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern over {@code fleet/name} in which {@code *} is any run of characters, none included, except '/'. Matching never
 * goes back: it takes the leftmost place of each part, so time is at most the product of both lengths. Thread-safe.
 */
final class Glob {
    private static final Pattern FORM = Pattern.compile("[a-z0-9*-]+/[a-z0-9._*-]+");

    private final String text;
    private final List<String> fleet;
    private final List<String> name;

    private Glob(String text) {
        this.text = text;
        int slash = text.indexOf('/');
        this.fleet = parts(text.substring(0, slash));
        this.name = parts(text.substring(slash + 1));
    }

    /** Whether a text can be a glob that matches anything at all. */
    static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** @throws IllegalArgumentException if it is not valid */
    static Glob of(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a glob over fleet/name: " + text);
        }
        return new Glob(text);
    }

    /** What stands before the first {@code *}; all of it if there is none. */
    String prefix() {
        int star = text.indexOf('*');
        return star < 0 ? text : text.substring(0, star);
    }

    /** What stands behind the last {@code *}; nothing if there is none. */
    String suffix() {
        int star = text.lastIndexOf('*');
        return star < 0 ? "" : text.substring(star + 1);
    }

    /** Whether it matches an agent's id. */
    boolean matches(String id) {
        int slash = id.indexOf('/');
        return slash >= 0 && matches(fleet, id, 0, slash) && matches(name, id, slash + 1, id.length());
    }

    /** The texts between stars: one if there is no star. */
    private static List<String> parts(String segment) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int star = segment.indexOf('*'); star >= 0; star = segment.indexOf('*', from)) {
            parts.add(segment.substring(from, star));
            from = star + 1;
        }
        parts.add(segment.substring(from));
        return List.copyOf(parts);
    }

    private static boolean matches(List<String> parts, String id, int from, int to) {
        String first = parts.get(0);
        if (parts.size() == 1) {
            return first.length() == to - from && id.startsWith(first, from);
        }
        String last = parts.get(parts.size() - 1);
        int begin = from + first.length();
        int end = to - last.length();
        if (begin > end || !id.startsWith(first, from) || !id.startsWith(last, end)) {
            return false;
        }
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = id.indexOf(part, begin);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            begin = found + part.length();
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
