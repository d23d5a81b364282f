package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.ChannelRecord;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.RosterStep;

/**
 * Reads what a directory answers about keys and channels; identities are {@link RecordParser#identity}'s. Evidence is never
 * verified here.
 */
public final class DirectoryParser {
    private static final StrictWire<PrekeyRecord> PREKEY =
            StrictWire.of(PrekeyRecord.getDescriptor(), PrekeyRecord.parser(), WireLimits.MAX_RECORD_BYTES);
    private static final StrictWire<ChannelRecord> CHANNEL =
            StrictWire.of(ChannelRecord.getDescriptor(), ChannelRecord.parser(), WireLimits.MAX_RECORD_BYTES);
    private static final StrictWire<RosterStep> STEP =
            StrictWire.of(RosterStep.getDescriptor(), RosterStep.parser(), WireLimits.MAX_RECORD_BYTES);
    private static final ByteString NO_ROSTER = ByteString.copyFrom(new byte[WireLimits.HASH_BYTES]);

    private DirectoryParser() {}

    /**
     * Reads a key with its evidence. Refuses with MALFORMED (with TOO_LARGE or UNSUPPORTED_VERSION where a part is that) names,
     * key or validity against their form, a one-time key for a single peer, evidence that is not a slice of one envelope.
     */
    public static PrekeyRecord prekey(ByteString bytes) throws WireException {
        PrekeyRecord record = PREKEY.parse(bytes);
        check(record, "prekey_record.");
        return record;
    }

    /**
     * Reads a channel. Refuses with MALFORMED a version, time, epoch or roster version of 0, id, name, owner, lane or hash
     * against their form, and what {@link CommandParser} refuses of a CreateChannel's settings.
     */
    public static ChannelRecord channel(ByteString bytes) throws WireException {
        ChannelRecord record = CHANNEL.parse(bytes);
        check(record, "channel_record.");
        return record;
    }

    /**
     * Reads a step of a roster; whether its hashes follow from the command is not checked here. Refuses with MALFORMED a
     * version or epoch of 0, hashes of other than 32 bytes, a previous hash that is zero for other than version 1, a command
     * that is not a slice of one envelope.
     */
    public static RosterStep rosterStep(ByteString bytes) throws WireException {
        RosterStep step = STEP.parse(bytes);
        check(step, "roster_step.");
        return step;
    }

    /** Checks one that stands inside another message. */
    static void check(PrekeyRecord record, String path) throws WireException {
        AgentId.check(record.getOwner(), path + "owner");
        KeyCommands.peer(record.getPeer(), path + "peer");
        Check.present(record.hasPrekey(), path + "prekey");
        KeyCommands.prekey(record.getPrekey(), path + "prekey");
        IdentityRules.validity(record.hasValidity(), record.getValidity(), path + "validity");
        boolean common = KeyCommands.isEverybody(record.getPeer()) || !record.getOneTime();
        Check.absent(common, path + "one_time", "for a single peer");
        Check.present(record.hasEvidence(), path + "evidence");
        SliceParser.checkCommand(record.getEvidence(), path + "evidence");
    }

    /** Checks one that stands inside another message. */
    static void check(ChannelRecord record, String path) throws WireException {
        Check.counter(record.getVersion(), path + "version");
        Check.time(record.getRecordedAtMs(), path + "recorded_at_ms");
        MessageId.check(record.getChannel(), path + "channel");
        AgentId.checkName(record.getName(), path + "name");
        AgentId.check(record.getOwner(), path + "owner");
        Check.given(record.getLane(), path + "lane");
        Check.present(record.hasSettings(), path + "settings");
        ChannelCommands.settings(record.getSettings(), path + "settings.");
        Check.time(record.getCreatedAtMs(), path + "created_at_ms");
        Check.counter(record.getEpoch(), path + "epoch");
        Check.counter(record.getRosterVersion(), path + "roster_version");
        Check.size(record.getRosterHash(), WireLimits.HASH_BYTES, path + "roster_hash");
    }

    /** Checks one that stands inside another message. */
    static void check(RosterStep step, String path) throws WireException {
        Check.counter(step.getVersion(), path + "version");
        Check.counter(step.getEpoch(), path + "epoch");
        Check.size(step.getPreviousRosterHash(), WireLimits.HASH_BYTES, path + "previous_roster_hash");
        boolean first = step.getPreviousRosterHash().equals(NO_ROSTER);
        Check.rule(
                first == (step.getVersion() == 1),
                path + "previous_roster_hash",
                "must be zero for version 1 and only then");
        Check.size(step.getRosterHash(), WireLimits.HASH_BYTES, path + "roster_hash");
        Check.present(step.hasCommand(), path + "command");
        SliceParser.checkCommand(step.getCommand(), path + "command");
    }
}
