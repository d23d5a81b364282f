package io.creto.messaging.jobs.command;

import com.google.protobuf.Message;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.SampleEnvelopes;
import io.creto.messaging.jobs.SampleSlices;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.CreateFleet;
import io.creto.messaging.v1.Delegate;
import io.creto.messaging.v1.EndDelegation;
import io.creto.messaging.v1.Enrol;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.IssueToken;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.PutPolicy;
import io.creto.messaging.v1.ReplaceKey;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.SetStatus;
import io.creto.messaging.v1.UploadPrekeys;
import java.util.Map;
import java.util.Objects;

/** Signed commands as they stand in the logs. They want to hear that they were applied. */
public final class SampleCommands {
    private static final Map<Class<? extends Message>, MessageKind> KINDS = Map.of(
            CreateFleet.class, MessageKind.MESSAGE_KIND_CREATE_FLEET,
            IssueToken.class, MessageKind.MESSAGE_KIND_ISSUE_TOKEN,
            Enrol.class, MessageKind.MESSAGE_KIND_ENROL,
            ReplaceKey.class, MessageKind.MESSAGE_KIND_REPLACE_KEY,
            Delegate.class, MessageKind.MESSAGE_KIND_DELEGATE,
            EndDelegation.class, MessageKind.MESSAGE_KIND_END_DELEGATION,
            SetStatus.class, MessageKind.MESSAGE_KIND_SET_STATUS,
            SetAttributes.class, MessageKind.MESSAGE_KIND_SET_ATTRIBUTES,
            PutPolicy.class, MessageKind.MESSAGE_KIND_PUT_POLICY,
            UploadPrekeys.class, MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS);

    private SampleCommands() {}

    /** An envelope with a command. */
    public static Envelope envelope(SampleAgents sender, Message body) {
        return envelope(sender, body, Report.REPORT_ROUTED);
    }

    public static Envelope envelope(SampleAgents sender, Message body, Report report) {
        MessageKind kind = Objects.requireNonNull(KINDS.get(body.getClass()), "no kind for this command");
        return envelope(sender, kind, body, report);
    }

    public static Envelope envelope(SampleAgents sender, MessageKind kind, Message body, Report report) {
        return Envelope.newBuilder()
                .setHeader(SampleEnvelopes.header(sender.id())
                        .setKind(kind)
                        .setSystem(true)
                        .setReport(report)
                        .build()
                        .toByteString())
                .setBody(body.toByteString())
                .build();
    }

    /** The command in a log: its state key, its ingest time and its append time. */
    public static LoggedCommand logged(
            String key, SampleAgents sender, Envelope envelope, long ingestMs, long appendedMs) {
        return LoggedCommand.newBuilder()
                .setKey(key)
                .setSlice(SampleSlices.of(sender, envelope).toBuilder().setIngestTimeMs(ingestMs))
                .setAppendedAtMs(appendedMs)
                .build();
    }

    public static Command read(LoggedCommand logged) {
        try {
            return Command.of(logged);
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
    }
}
