package io.creto.messaging.jobs.mailbox;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.state.Interval;
import io.creto.messaging.jobs.state.KeyInterval;
import io.creto.messaging.jobs.state.Recipient;
import io.creto.messaging.jobs.state.RecipientNews;
import io.creto.messaging.jobs.verify.Intervals;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lineage;
import io.creto.messaging.v1.LineageState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of agents as recipients, brought up to date by the reference records. Keys keep the time in which they could be
 * sealed to, also when they have ended, so that every answer can be as of a log time.
 */
final class Recipients {
    /** How long an ended key is kept in log time: longer than a message can be under way to its mailbox. */
    static final long KEEP_ENDED_MS = Duration.ofHours(1).toMillis();

    private static final long NO_END = 0;

    private Recipients() {}

    /** The recipient with the news; empty if they are none. */
    static Optional<Recipient> learn(Recipient known, RecipientNews news) {
        return news.hasKeyStatus() ? learnKeys(known, news) : learnStatuses(known, news);
    }

    /** Whether what counted at that log time, as far as was {@code known}, had been taken away by then. */
    static boolean cameLate(Recipient known, Recipient now, long atMs) {
        return Intervals.statusEnded(known.getStatusesList(), now.getStatusesList(), atMs)
                || !usable(now, atMs).containsAll(usable(known, atMs));
    }

    private static Set<ByteString> usable(Recipient recipient, long atMs) {
        return recipient.getKeysList().stream()
                .filter(key -> Intervals.covers(key.getValidity(), atMs))
                .map(KeyInterval::getKeyId)
                .collect(Collectors.toSet());
    }

    private static Optional<Recipient> learnKeys(Recipient known, RecipientNews news) {
        KeyStatus status = news.getKeyStatus();
        return status.getVersion() <= known.getKeyVersion()
                ? Optional.empty()
                : Optional.of(known.toBuilder()
                        .setAgent(news.getAgent())
                        .setKeyVersion(status.getVersion())
                        .clearKeys()
                        .addAllKeys(keys(known, status))
                        .build());
    }

    private static Optional<Recipient> learnStatuses(Recipient known, RecipientNews news) {
        return news.getIdentityVersion() <= known.getIdentityVersion()
                ? Optional.empty()
                : Optional.of(known.toBuilder()
                        .setAgent(news.getAgent())
                        .setIdentityVersion(news.getIdentityVersion())
                        .clearStatuses()
                        .addAllStatuses(news.getStatusesList())
                        .build());
    }

    /** Keys that the lineage lists begin or go on; those of its peer that it lists no more have ended. */
    private static List<KeyInterval> keys(Recipient known, KeyStatus status) {
        String peer = status.getLineage().getPeer();
        long from = status.getEffectiveFromMs();
        Map<ByteString, Long> listed = listed(status.getLineage());
        List<KeyInterval> keys = new ArrayList<>();
        for (KeyInterval key : known.getKeysList()) {
            if (!key.getPeer().equals(peer)) {
                keys.add(key);
                continue;
            }
            Long until = listed.remove(key.getKeyId());
            long end = until == null ? earlier(key.getValidity().getUntilMs(), from) : until;
            if (end == NO_END || end > from - KEEP_ENDED_MS) {
                keys.add(key.toBuilder()
                        .setValidity(key.getValidity().toBuilder().setUntilMs(end))
                        .build());
            }
        }
        listed.forEach((id, until) -> keys.add(KeyInterval.newBuilder()
                .setKeyId(id)
                .setPeer(peer)
                .setValidity(Interval.newBuilder().setFromMs(from).setUntilMs(until))
                .build()));
        return keys;
    }

    private static Map<ByteString, Long> listed(Lineage lineage) {
        Map<ByteString, Long> listed = new LinkedHashMap<>();
        if (lineage.getState() == LineageState.LINEAGE_STATE_REVOKED) {
            return listed;
        }
        if (!lineage.getCurrentKeyId().isEmpty()) {
            listed.put(lineage.getCurrentKeyId(), NO_END);
        }
        lineage.getOneTimeKeyIdsList().forEach(id -> listed.put(id, NO_END));
        lineage.getGraceKeysList().forEach(key -> listed.put(key.getKeyId(), key.getExpiresAtMs()));
        return listed;
    }

    private static long earlier(long untilMs, long otherMs) {
        return untilMs == NO_END ? otherMs : Math.min(untilMs, otherMs);
    }
}
