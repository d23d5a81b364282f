package io.creto.messaging.jobs.command;

import io.creto.messaging.jobs.split.Route;
import io.creto.messaging.jobs.split.Routes;
import io.creto.messaging.jobs.state.Arrival;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.SliceParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the records of the command logs: slices, as the verification let them through. */
public final class CommandLogs {
    private CommandLogs() {}

    /**
     * The commands of a record, in their order, each alone and with the state key that it changes.
     *
     * @throws WireException if the record is no slice, an envelope in it is not well-formed, or belongs into another topic
     */
    public static List<LoggedCommand> read(Arrival record) throws WireException {
        Slice slice = SliceParser.slice(record.getRecord());
        Slice frame = slice.toBuilder().clearEnvelopes().build();
        List<LoggedCommand> commands = new ArrayList<>(slice.getEnvelopesCount());
        for (SlicedEnvelope envelope : slice.getEnvelopesList()) {
            Slice alone = frame.toBuilder().addEnvelopes(envelope).build();
            commands.add(LoggedCommand.newBuilder()
                    .setKey(key(envelope.getEnvelope(), record.getTopic()))
                    .setSlice(alone)
                    .setAppendedAtMs(record.getIngestTimeMs())
                    .build());
        }
        return commands;
    }

    private static String key(Envelope envelope, String topic) throws WireException {
        EnvelopeHeader header = EnvelopeParser.header(envelope.getHeader());
        Optional<Route> route = Routes.of(header, envelope, fleet -> Optional.empty());
        if (route.isPresent()
                && route.get() instanceof Route.Log log
                && log.topic().equals(topic)) {
            return log.key().toStringUtf8();
        }
        throw new WireException(
                RejectionReason.REJECTION_REASON_MALFORMED, "slice.envelopes", "not a command of topic " + topic);
    }
}
