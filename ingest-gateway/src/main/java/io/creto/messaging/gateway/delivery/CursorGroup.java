package io.creto.messaging.gateway.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * The consumer group whose committed offsets are the acknowledged cursors of a receiver. Its prefix is no fleet's name, so no
 * fleet's user may use it. Pure.
 */
final class CursorGroup {
    /** As the gateway's rights name it. */
    static final String PREFIX = "delivery_cursors.";

    private static final int HASH_BYTES = 8;

    private CursorGroup() {}

    /**
     * {@code delivery_cursors.<agent>} for an agent's own records; for those of several agents, or of others, with the beginning of
     * their hash.
     *
     * @param receiver {@code fleet/name}, or what stands for it where nobody is asked
     * @param agents in any order
     */
    static String of(String receiver, Collection<String> agents) {
        if (List.copyOf(agents).equals(List.of(receiver))) {
            return PREFIX + receiver;
        }
        String sorted = String.join("\n", agents.stream().sorted().toList());
        byte[] hash = sha256(sorted.getBytes(StandardCharsets.UTF_8));
        return PREFIX + receiver + "#" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
