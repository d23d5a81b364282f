package io.creto.messaging.jobs.io;

import io.creto.messaging.jobs.state.AccessNews;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.ExternalCheck;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.jobs.state.RecipientNews;
import io.creto.messaging.v1.DeadLetter;
import org.apache.flink.util.OutputTag;

/** What operators say by the side. */
public final class SideOutputs {
    /** Verdicts, for their signers. */
    public static final OutputTag<Announcement> ANNOUNCEMENTS =
            new OutputTag<>("announcements", new ProtobufTypeInformation<>(Announcement.class));
    /** Records that were bad, as they came. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", new ProtobufTypeInformation<>(DeadLetter.class));

    /** Records that go to a topic as they are. */
    public static final OutputTag<Outgoing> RECORDS =
            new OutputTag<>("records", new ProtobufTypeInformation<>(Outgoing.class));
    /** Fleets, from the records that name them. */
    public static final OutputTag<FleetShare> FLEETS =
            new OutputTag<>("fleets", new ProtobufTypeInformation<>(FleetShare.class));
    /** Agents as recipients, from the records that name them. */
    public static final OutputTag<RecipientNews> RECIPIENTS =
            new OutputTag<>("recipients", new ProtobufTypeInformation<>(RecipientNews.class));
    /** What the authorization needs to know, from the records that say it. */
    public static final OutputTag<AccessNews> ACCESS =
            new OutputTag<>("access", new ProtobufTypeInformation<>(AccessNews.class));
    /** What an external service is asked before it goes on. */
    public static final OutputTag<ExternalCheck> EXTERNAL =
            new OutputTag<>("external", new ProtobufTypeInformation<>(ExternalCheck.class));

    private SideOutputs() {}
}
