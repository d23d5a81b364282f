package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.v1.DeadLetter;
import org.apache.flink.util.OutputTag;

/** What every deciding operator says by the side. */
public final class SideOutputs {
    /** Verdicts, for their signers. */
    public static final OutputTag<Announcement> ANNOUNCEMENTS =
            new OutputTag<>("announcements", new ProtobufTypeInformation<>(Announcement.class));
    /** Records that were bad, as they came. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", new ProtobufTypeInformation<>(DeadLetter.class));

    private SideOutputs() {}
}
