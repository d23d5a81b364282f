package io.creto.messaging.jobs.announce;

import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.io.OutgoingRecords;
import io.creto.messaging.jobs.state.Announcement;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.jobs.state.Outgoing;
import io.creto.messaging.schemas.Topics;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Verdict;

/** Verdicts on their way to their signers, and the records that they become. */
public final class Announcements {
    private Announcements() {}

    /**
     * A verdict that goes back in the lane of its batch.
     *
     * @param lane of the batch
     */
    public static Announcement of(Lane lane, Verdict verdict) {
        return Announcement.newBuilder()
                .setSigner(verdict.getSigner())
                .setLane(lane.getNumber())
                .setVerdict(verdict)
                .setDecidedAtMs(verdict.getDecidedAtMs())
                .build();
    }

    /** Its record in topic {@code verdicts}. */
    public static Outgoing record(Announcement announcement) {
        return OutgoingRecords.keyed(Topics.VERDICTS, announcement.getSigner(), announcement.getVerdict());
    }

    /**
     * Its record in the signer's delivery partition.
     *
     * @param fleet the signer's
     * @throws IllegalArgumentException if the lane is none
     */
    public static Outgoing delivery(Announcement announcement, FleetShare fleet) {
        Lane lane = Lane.forNumber(announcement.getLane());
        return OutgoingRecords.placed(
                FleetShares.topic(fleet, lane == null ? Lane.UNRECOGNIZED : lane),
                FleetShares.partition(fleet, announcement.getSigner()),
                DeliveryRecord.newBuilder()
                        .setVerdict(announcement.getVerdict())
                        .build()
                        .toByteString());
    }
}
