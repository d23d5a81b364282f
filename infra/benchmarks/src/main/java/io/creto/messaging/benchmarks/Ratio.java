package io.creto.messaging.benchmarks;

/**
 * A cost beside its floor, both measured in the same run.
 *
 * @param what what is compared
 * @param microseconds the cost
 * @param floorMicroseconds the floor
 * @param target the ratio wanted, at most
 */
public record Ratio(String what, double microseconds, double floorMicroseconds, double target) {

    /** Cost over floor. */
    public double value() {
        return microseconds / floorMicroseconds;
    }

    /** True if the ratio is at most the target. */
    public boolean met() {
        return value() <= target;
    }
}
