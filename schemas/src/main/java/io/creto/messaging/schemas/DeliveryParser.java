package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Directive;
import io.creto.messaging.v1.DirectiveKind;

/** Reads the records of the delivery topics. */
public final class DeliveryParser {
    private static final StrictWire<DeliveryRecord> RECORD =
            StrictWire.of(DeliveryRecord.getDescriptor(), DeliveryRecord.parser(), WireLimits.MAX_RECORD_BYTES);
    private static final String PATH = "delivery_record.";
    private static final byte VERDICT_TAG = (byte) (DeliveryRecord.VERDICT_FIELD_NUMBER << 3 | 2);

    private DeliveryParser() {}

    /**
     * Reads a record. Refuses more than 2 MiB with TOO_LARGE, an empty record with MALFORMED, and otherwise what {@link
     * SliceParser#slice} or {@link VerdictParser#verdict} refuse; a slice with a discarded body is MALFORMED, and a directive whose fields do not go with its kind or break
     * their form is MALFORMED.
     */
    public static DeliveryRecord record(ByteString bytes) throws WireException {
        DeliveryRecord record = RECORD.parse(bytes);
        check(record, PATH);
        return record;
    }

    /** Whether a record is a verdict, if it can be read at all: told by its first byte, for those whom the rest does not concern. */
    public static boolean isVerdict(ByteString bytes) {
        return !bytes.isEmpty() && bytes.byteAt(0) == VERDICT_TAG;
    }

    /** Checks one that stands inside another message. */
    static void check(DeliveryRecord record, String path) throws WireException {
        switch (record.getRecordCase()) {
            case SLICE -> SliceParser.checkWhole(record.getSlice(), path + "slice");
            case VERDICT -> VerdictParser.check(record.getVerdict(), path + "verdict.");
            case DIRECTIVE -> check(record.getDirective(), path + "directive.");
            case RECORD_NOT_SET -> throw WireException.malformed(path + "record", "absent, must be given");
        }
    }

    /** As {@link #record(ByteString)}; copies the bytes once. */
    public static DeliveryRecord record(byte[] bytes) throws WireException {
        return record(ByteString.copyFrom(bytes));
    }

    private static void check(Directive directive, String path) throws WireException {
        Check.given(directive.getKind(), path + "kind");
        AgentId.check(directive.getAgent(), path + "agent");
        Check.time(directive.getDecidedAtMs(), path + "decided_at_ms");
        DirectiveKind kind = directive.getKind();
        boolean asksForKey = kind == DirectiveKind.DIRECTIVE_KIND_ROTATE_KEY;
        boolean namesKey = kind == DirectiveKind.DIRECTIVE_KIND_KEY_ROTATED
                || (asksForKey && !directive.getKeyId().isEmpty());
        boolean countsKeys = kind == DirectiveKind.DIRECTIVE_KIND_PREKEYS_LOW;
        String why = "for " + kind;
        if (namesKey) {
            KeyId.check(directive.getKeyId(), path + "key_id");
        } else {
            Check.absent(directive.getKeyId().isEmpty(), path + "key_id", why);
        }
        if (namesKey || asksForKey || countsKeys) {
            KeyCommands.peer(directive.getPeer(), path + "peer");
        } else {
            Check.absent(directive.getPeer().isEmpty(), path + "peer", why);
        }
        Check.absent(countsKeys || directive.getRemaining() == 0, path + "remaining", why);
        if (kind == DirectiveKind.DIRECTIVE_KIND_ROSTER_CHANGED) {
            checkRoster(directive, path);
        } else {
            Check.absent(directive.getChannel().isEmpty(), path + "channel", why);
            Check.absent(directive.getChannelEpoch() == 0, path + "channel_epoch", why);
            Check.absent(directive.getRosterHash().isEmpty(), path + "roster_hash", why);
            Check.absent(directive.getNextIndex() == 0, path + "next_index", why);
        }
    }

    private static void checkRoster(Directive directive, String path) throws WireException {
        MessageId.check(directive.getChannel(), path + "channel");
        Check.counter(directive.getChannelEpoch(), path + "channel_epoch");
        Check.size(directive.getRosterHash(), WireLimits.HASH_BYTES, path + "roster_hash");
        Check.range(directive.getNextIndex(), 0, Long.MAX_VALUE, path + "next_index");
    }
}
