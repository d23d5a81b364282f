package io.creto.messaging.schemas;

import io.creto.messaging.schemas.TopicSpec.Cleanup;
import io.creto.messaging.schemas.TopicSpec.RecordKey;
import io.creto.messaging.schemas.TopicSpec.Timestamps;
import io.creto.messaging.v1.Lane;
import java.time.Duration;
import java.util.List;

/**
 * All topics (architecture §4, §8). The only place that spells a topic's name, key, partitions, cleanup and retention.
 * Partition counts are those of a small deployment; {@link TopicSpec#withPartitions} makes them larger.
 */
public final class Topics {
    /** Longest time to live and one day. */
    public static final Duration DELIVERY_RETENTION =
            Duration.ofMillis(WireLimits.MAX_TTL_MS).plusDays(1);

    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(90);
    private static final int DEFAULT_PARTITIONS = 4;
    /** Generation of the delivery topics that a fleet begins with. */
    static final int FIRST_GENERATION = 1;

    /** Commands to the registry, as slices. */
    public static final TopicSpec REGISTRY_LOG = log("registry.log", RecordKey.FLEET);
    /** Commands to the keyring, as slices. */
    public static final TopicSpec KEYRING_LOG = log("keyring.log", RecordKey.OWNER);
    /** Channel commands and publications, as slices. */
    public static final TopicSpec CHANNEL_LOG = log("channel.log", RecordKey.CHANNEL);
    /** IdentityRecord: the registry's answers, each with the history of its subject. */
    public static final TopicSpec IDENTITIES = reference("identities", RecordKey.AGENT_OR_FLEET);
    /** PolicyRecord: every version of every policy, kept: a replay decides by the one in effect at ingest time. */
    public static final TopicSpec POLICIES = versions("policies", RecordKey.FLEET);
    /** KeyStatus: which keys may be sealed to; every version, kept for the same reason. */
    public static final TopicSpec KEY_STATUS = versions("key-status", RecordKey.OWNER);
    /** Verdict: what became of every envelope. */
    public static final TopicSpec VERDICTS = new TopicSpec(
            "verdicts", RecordKey.SIGNER, DEFAULT_PARTITIONS, Cleanup.after(DELIVERY_RETENTION), Timestamps.CREATE);
    /** DeadLetter: bytes that could not be read and messages that were given up. */
    public static final TopicSpec DEAD_LETTER =
            new TopicSpec("dead-letter", RecordKey.NONE, 1, Cleanup.after(DEAD_LETTER_RETENTION), Timestamps.CREATE);
    /** The trail for auditors. */
    public static final TopicSpec AUDIT_EVENTS = log("audit.events", RecordKey.FLEET);

    private Topics() {}

    /**
     * Batches of a lane as submitted, and ticks (IngestRecord). Append time is ingest time. Kept for replay.
     *
     * @throws IllegalArgumentException for values that are no lane
     */
    public static TopicSpec ingest(Lane lane) {
        return new TopicSpec(
                "ingest." + word(lane), RecordKey.SIGNER, DEFAULT_PARTITIONS, Cleanup.KEEP, Timestamps.LOG_APPEND);
    }

    /**
     * Every topic that exists once in a deployment; among them the delivery topics of the system's own fleet, where the
     * operator hears what became of its commands.
     */
    public static List<TopicSpec> deployment() {
        return List.of(
                ingest(Lane.LANE_URGENT),
                ingest(Lane.LANE_NORMAL),
                ingest(Lane.LANE_BULK),
                REGISTRY_LOG,
                KEYRING_LOG,
                CHANNEL_LOG,
                IDENTITIES,
                POLICIES,
                KEY_STATUS,
                VERDICTS,
                DEAD_LETTER,
                AUDIT_EVENTS,
                systemDelivery(Lane.LANE_URGENT),
                systemDelivery(Lane.LANE_NORMAL),
                systemDelivery(Lane.LANE_BULK));
    }

    private static TopicSpec systemDelivery(Lane lane) {
        return delivery(AgentId.RESERVED_FLEET, FIRST_GENERATION, lane, 1);
    }

    /**
     * What the agents of a fleet receive in a lane (DeliveryRecord): {@code delivery.<fleet>.<lane>} in the first
     * generation, {@code delivery.<fleet>.g<generation>.<lane>} in later ones. A fleet's name has no dot, so every name has
     * one reading.
     *
     * @param fleet the fleet's name
     * @param generation of its delivery topics, from 1
     * @param partitions of each of its delivery topics, 1 to {@link WireLimits#MAX_DELIVERY_PARTITIONS}
     * @throws IllegalArgumentException for a fleet against the grammar, numbers out of range, values that are no lane
     */
    public static TopicSpec delivery(String fleet, int generation, Lane lane, int partitions) {
        if (generation < FIRST_GENERATION || partitions > WireLimits.MAX_DELIVERY_PARTITIONS) {
            throw new IllegalArgumentException("generation " + generation + ", must be at least " + FIRST_GENERATION
                    + "; partitions " + partitions + ", at most " + WireLimits.MAX_DELIVERY_PARTITIONS);
        }
        String infix = generation == FIRST_GENERATION ? "" : "g" + generation + ".";
        String name = deliveryPrefix(fleet) + infix + word(lane);
        return new TopicSpec(
                name, RecordKey.PARTITION, partitions, Cleanup.after(DELIVERY_RETENTION), Timestamps.CREATE);
    }

    /**
     * {@code delivery.<fleet>.}: the prefix of all delivery topics of a fleet and of no other, for access control.
     *
     * @throws IllegalArgumentException for a fleet against the grammar
     */
    public static String deliveryPrefix(String fleet) {
        try {
            AgentId.checkFleet(fleet, "fleet");
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return "delivery." + fleet + ".";
    }

    /** Logs that are decided in their order: an end or a change counts from the append time of its command (§5). */
    private static TopicSpec log(String name, RecordKey key) {
        return new TopicSpec(name, key, DEFAULT_PARTITIONS, Cleanup.KEEP, Timestamps.LOG_APPEND);
    }

    /** Reference data whose records carry their history, so that the last of each key is enough. */
    private static TopicSpec reference(String name, RecordKey key) {
        return new TopicSpec(name, key, DEFAULT_PARTITIONS, Cleanup.COMPACT, Timestamps.LOG_APPEND);
    }

    /**
     * Reference data whose records carry one version each. Decisions use the version in effect at ingest time, years later
     * too (architecture §5); compaction would leave the newest alone and a replay would decide otherwise.
     */
    private static TopicSpec versions(String name, RecordKey key) {
        return new TopicSpec(name, key, DEFAULT_PARTITIONS, Cleanup.KEEP, Timestamps.LOG_APPEND);
    }

    private static String word(Lane lane) {
        return switch (lane) {
            case LANE_URGENT -> "urgent";
            case LANE_NORMAL -> "normal";
            case LANE_BULK -> "bulk";
            case LANE_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException(lane + " is no lane");
        };
    }
}
