package io.creto.messaging.benchmarks;

/**
 * A figure that is held to a bound.
 *
 * @param what what it is, with its unit
 * @param value as measured
 * @param wanted the bound
 * @param atLeast whether the value must not be below the bound, rather than not above
 */
public record Goal(String what, double value, double wanted, boolean atLeast) {
    /** A value that must reach a bound. */
    public static Goal atLeast(String what, double value, double wanted) {
        return new Goal(what, value, wanted, true);
    }

    /** A value that must stay within a bound. */
    public static Goal atMost(String what, double value, double wanted) {
        return new Goal(what, value, wanted, false);
    }

    /** Whether it is; a value that is no number never is. */
    public boolean met() {
        return atLeast ? value >= wanted : value <= wanted;
    }
}
