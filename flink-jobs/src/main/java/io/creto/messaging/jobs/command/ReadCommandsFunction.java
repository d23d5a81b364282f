package io.creto.messaging.jobs.command;

import io.creto.messaging.jobs.announce.ReadingFunction;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.schemas.WireException;
import java.util.function.Consumer;

/** Reads a command log: single commands with their state keys out. */
public final class ReadCommandsFunction extends ReadingFunction<LoggedCommand> {
    private static final long serialVersionUID = 1L;

    @Override
    protected void read(Arrival record, Context context, Consumer<LoggedCommand> out) throws WireException {
        CommandLogs.read(record).forEach(out);
    }
}
