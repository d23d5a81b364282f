package io.creto.messaging.jobs.quota;

import io.creto.messaging.jobs.state.LaneUse;
import io.creto.messaging.jobs.state.QuotaUse;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.Quota;
import org.jspecify.annotations.Nullable;

/**
 * What a signer may still send in one lane. Who owes nothing may send one more message, whatever its size, and then owes what it was
 * too large: so a message larger than the burst is not stuck, and the rates hold in the long run. Lives for one slice.
 */
public final class SendBudget {
    private final Lane lane;
    private final @Nullable TokenBucket messages;
    private final @Nullable TokenBucket bytes;

    /**
     * @param quota burst and rates within the limits of {@code policy.proto}
     * @param used of it in all lanes, by {@link #in}; the default instance at first
     * @param nowMs ingest time
     */
    public SendBudget(Quota quota, Lane lane, QuotaUse used, long nowMs) {
        long burstSeconds = Integer.toUnsignedLong(quota.getBurstSeconds());
        LaneUse before = used.getLanesList().stream()
                .filter(use -> use.getLane() == lane.getNumber())
                .findAny()
                .orElse(LaneUse.getDefaultInstance());
        this.lane = lane;
        messages = quota.getMessagesPerSecond() == 0
                ? null
                : TokenBucket.at(nowMs, quota.getMessagesPerSecond(), burstSeconds, before.getMessages());
        bytes = quota.getBytesPerSecond() == 0
                ? null
                : TokenBucket.at(nowMs, quota.getBytesPerSecond(), burstSeconds, before.getBytes());
    }

    /**
     * Sends one message, if that is allowed.
     *
     * @param size bytes of its body
     * @return 0 if it is; else the milliseconds of ingest time until the next one is
     */
    public long take(int size) {
        long waitMs = Math.max(messages == null ? 0 : messages.waitMs(), bytes == null ? 0 : bytes.waitMs());
        if (waitMs == 0 && messages != null) {
            messages.take(1);
        }
        if (waitMs == 0 && bytes != null && size > 0) {
            bytes.take(size);
        }
        return waitMs;
    }

    /** What has been used in all lanes, to be kept. */
    public QuotaUse in(QuotaUse used) {
        LaneUse.Builder now = LaneUse.newBuilder().setLane(lane.getNumber());
        if (messages != null) {
            now.setMessages(messages.stored());
        }
        if (bytes != null) {
            now.setBytes(bytes.stored());
        }
        QuotaUse.Builder all = QuotaUse.newBuilder();
        used.getLanesList().stream()
                .filter(use -> use.getLane() != lane.getNumber())
                .forEach(all::addLanes);
        return all.addLanes(now).build();
    }
}
