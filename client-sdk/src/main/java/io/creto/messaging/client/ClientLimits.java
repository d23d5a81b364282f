package io.creto.messaging.client;

/**
 * Bounds of memory and patience. Immutable.
 *
 * @param pendingMessages that are sent and not yet routed or refused, 1 to 1000000; at the bound, sending waits
 * @param pendingBytes of their payloads, 1 MiB to 4 GiB
 * @param inboxMessages that are received and not yet handled, 1 to 10000000; at the bound, receiving pauses
 * @param inboxBytes of them on disk, 4 MiB to 1 TiB
 * @param handlerAttempts after how many failures of its handler a message is given up, 1 to 1000
 */
public record ClientLimits(
        int pendingMessages, long pendingBytes, int inboxMessages, long inboxBytes, int handlerAttempts) {
    private static final long MIB = 1 << 20;

    /** 10000 messages or 64 MiB under way, 10000 messages or 256 MiB in the inbox, 5 attempts. */
    public static final ClientLimits DEFAULT = new ClientLimits(10_000, 64 * MIB, 10_000, 256 * MIB, 5);

    /** @throws ClientConfigException naming the bound that is out of range */
    public ClientLimits {
        range("pendingMessages", pendingMessages, 1, 1_000_000);
        range("pendingBytes", pendingBytes, MIB, 4096 * MIB);
        range("inboxMessages", inboxMessages, 1, 10_000_000);
        range("inboxBytes", inboxBytes, 4 * MIB, MIB * MIB);
        range("handlerAttempts", handlerAttempts, 1, 1000);
    }

    private static void range(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new ClientConfigException("limits." + name + ": " + value + ", must be " + min + " to " + max);
        }
    }
}
