package io.creto.messaging.jobs.command;

import io.creto.messaging.jobs.state.SeenCommand;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Knows the commands that have been decided, by sender and message id, for {@link #MEMORY} of log time: longer than any command
 * can live. A log holds commands again after a recovery of who writes it; the first one counts (architecture §4).
 */
public final class SeenCommands {
    /** How long a command is remembered. */
    public static final Duration MEMORY = Duration.ofDays(31);

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private SeenCommands() {}

    /** Under what a command is remembered. */
    public static String key(Command command) {
        byte[] id = command.header().getMessageId().toByteArray();
        return command.sender() + " " + HexFormat.of().formatHex(id);
    }

    /**
     * Whether a command has been decided before.
     *
     * @param known what is remembered under its key, if anything
     * @throws CommandRefusedException DUPLICATE_ID if that was other bytes under the same id
     */
    public static boolean isRepeat(Command command, @Nullable SeenCommand known) throws CommandRefusedException {
        if (known == null) {
            return false;
        }
        if (!known.getLeafHash().equals(command.leafHash())) {
            throw CommandRefusedException.taken("this message id stands for another command: take a new one");
        }
        return true;
    }

    /** What is remembered of a command. */
    public static SeenCommand remember(Command command) {
        return SeenCommand.newBuilder()
                .setLeafHash(command.leafHash())
                .setForgetAtMs(forgetAfter(command.appendedAtMs()))
                .build();
    }

    /** When something is to be forgotten that matters up to a time: whole days, so that one timer serves all of a day. */
    public static long forgetAfter(long timeMs) {
        long enough = timeMs + MEMORY.toMillis();
        return (enough / DAY_MS + 1) * DAY_MS;
    }
}
