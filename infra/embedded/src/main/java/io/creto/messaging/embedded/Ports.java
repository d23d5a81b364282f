package io.creto.messaging.embedded;

/** What a port number may be. */
final class Ports {
    private static final int MAX = 65_535;

    private Ports() {}

    static int check(int number) {
        if (number < 0 || number > MAX) {
            throw new IllegalArgumentException("port " + number + ", must be 0 to " + MAX);
        }
        return number;
    }
}
