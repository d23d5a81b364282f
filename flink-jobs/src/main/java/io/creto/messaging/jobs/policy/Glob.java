package io.creto.messaging.jobs.policy;

import java.util.regex.Pattern;

/**
 * A pattern over {@code fleet/name} in which {@code *} is any run of characters, none included, except '/'. Matching goes back
 * to the last star only, so time is at most the product of both lengths. Thread-safe.
 */
final class Glob {
    private static final Pattern FORM = Pattern.compile("[a-z0-9*-]+/[a-z0-9._*-]+");

    private final String text;

    private Glob(String text) {
        this.text = text;
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
        int here = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < id.length()) {
            char pattern = here < text.length() ? text.charAt(here) : 0;
            if (pattern == '*') {
                star = here++;
                resume = i;
            } else if (pattern == id.charAt(i)) {
                // A star of the fleet's part is settled by the '/'.
                star = pattern == '/' ? -1 : star;
                here++;
                i++;
            } else if (star >= 0) {
                here = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (here < text.length() && text.charAt(here) == '*') {
            here++;
        }
        return here == text.length();
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
