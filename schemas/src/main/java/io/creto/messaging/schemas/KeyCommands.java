package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.schemas.CommandParser.Command;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.ReportCompromise;
import io.creto.messaging.v1.Rotate;
import io.creto.messaging.v1.RotationSchedule;
import io.creto.messaging.v1.UploadPrekeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules of the keyring's commands. The modulus check of an encapsulation key is cryptography, so not here. */
final class KeyCommands {
    private static final String EVERYBODY = "*";

    private KeyCommands() {}

    static void register(Map<MessageKind, Command<?>> commands) {
        commands.put(
                MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS,
                Command.of(UploadPrekeys.getDefaultInstance(), UploadPrekeys.parser(), KeyCommands::upload));
        commands.put(
                MessageKind.MESSAGE_KIND_ROTATE,
                Command.of(Rotate.getDefaultInstance(), Rotate.parser(), KeyCommands::rotate));
        commands.put(
                MessageKind.MESSAGE_KIND_REPORT_COMPROMISE,
                Command.of(ReportCompromise.getDefaultInstance(), ReportCompromise.parser(), KeyCommands::compromise));
    }

    /** A lineage's peer: everybody, or one agent. */
    static void peer(String peer, String path) throws WireException {
        if (!isEverybody(peer)) {
            AgentId.check(peer, path);
        }
    }

    static boolean isEverybody(String peer) {
        return peer.equals(EVERYBODY);
    }

    static void schedule(RotationSchedule schedule, String path) throws WireException {
        Check.range(
                schedule.getPeriodMs(),
                WireLimits.MIN_ROTATION_PERIOD_MS,
                WireLimits.MAX_ROTATION_PERIOD_MS,
                path + ".period_ms");
        Check.range(schedule.getGraceMs(), 0, WireLimits.MAX_GRACE_MS, path + ".grace_ms");
    }

    static void prekey(Prekey key, String path) throws WireException {
        KeyId.check(key.getKeyId(), path + ".key_id");
        Check.size(key.getPublicKey(), WireLimits.ENCAPSULATION_KEY_BYTES, path + ".public_key");
    }

    private static void upload(UploadPrekeys upload) throws WireException {
        String path = "upload_prekeys.";
        peer(upload.getPeer(), path + "peer");
        Check.count(upload.getStagedCount(), 0, WireLimits.MAX_STAGED_KEYS, path + "staged");
        Check.count(upload.getOneTimeCount(), 0, WireLimits.MAX_ONE_TIME_KEYS, path + "one_time");
        boolean common = isEverybody(upload.getPeer()) || upload.getOneTimeCount() == 0;
        Check.absent(common, path + "one_time", "for a single peer");
        List<ByteString> ids = new ArrayList<>();
        if (upload.hasCurrent()) {
            prekey(upload.getCurrent(), path + "current");
            ids.add(upload.getCurrent().getKeyId());
        }
        for (Prekey key : upload.getStagedList()) {
            prekey(key, path + "staged");
            ids.add(key.getKeyId());
        }
        for (Prekey key : upload.getOneTimeList()) {
            prekey(key, path + "one_time");
            ids.add(key.getKeyId());
        }
        Check.distinct(ids, path + "key_id");
        Check.rule(!ids.isEmpty() || upload.hasSchedule(), path + "current", "no key and no schedule, must bring one");
        if (upload.hasSchedule()) {
            schedule(upload.getSchedule(), path + "schedule");
        }
    }

    private static void rotate(Rotate rotate) throws WireException {
        AgentId.check(rotate.getOwner(), "rotate.owner");
        peer(rotate.getPeer(), "rotate.peer");
        KeyId.check(rotate.getCurrentKeyId(), "rotate.current_key_id");
    }

    private static void compromise(ReportCompromise report) throws WireException {
        AgentId.check(report.getOwner(), "report_compromise.owner");
        peer(report.getPeer(), "report_compromise.peer");
        KeyId.check(report.getKeyId(), "report_compromise.key_id");
        Check.prose(report.getReason(), WireLimits.MAX_TEXT_BYTES, "report_compromise.reason");
    }
}
