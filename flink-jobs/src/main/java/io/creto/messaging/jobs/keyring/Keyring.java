package io.creto.messaging.jobs.keyring;

import static io.creto.messaging.jobs.command.CommandRefusedException.badKey;
import static io.creto.messaging.jobs.command.CommandRefusedException.unverified;

import io.creto.messaging.crypto.VerificationException;
import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lineage;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.UploadPrekeys;

/**
 * Decides the commands of an owner of keys, in the order of their log. One lineage an owner, for everybody, whose current key
 * an upload replaces; whatever else the contract knows is refused as not supported, so that nobody takes it for done.
 */
final class Keyring {
    /** The peer of the lineage that is for everybody. */
    static final String EVERYBODY = "*";

    private Keyring() {}

    /**
     * Decides a command that has not been decided before.
     *
     * @param lineage of the command's sender, for everybody
     * @throws CommandRefusedException with the reason to refuse it; then nothing changes
     */
    static KeyLineage decide(Command command, KeyLineage lineage) throws CommandRefusedException {
        return switch (command.header().getKind()) {
            case MESSAGE_KIND_UPLOAD_PREKEYS -> upload(command, (UploadPrekeys) command.body(), lineage);
            case MESSAGE_KIND_ROTATE -> throw unsupported("Rotate");
            case MESSAGE_KIND_REPORT_COMPROMISE -> throw unsupported("ReportCompromise");
            default -> throw new IllegalArgumentException(command.header().getKind() + " is not the keyring's");
        };
    }

    /**
     * The record of what a command changed.
     *
     * @param version of the owner's records
     */
    static KeyStatus record(Lineage lineage, long version, Command command) {
        return KeyStatus.newBuilder()
                .setVersion(version)
                .setRecordedAtMs(command.appendedAtMs())
                .setEffectiveFromMs(command.ingestTimeMs())
                .setOwner(lineage.getOwner())
                .setLineage(lineage)
                .build();
    }

    private static KeyLineage upload(Command command, UploadPrekeys upload, KeyLineage lineage)
            throws CommandRefusedException {
        if (!upload.getPeer().equals(EVERYBODY)) {
            throw unsupported("a lineage for a single peer");
        }
        if (upload.getStagedCount() > 0 || upload.getOneTimeCount() > 0 || upload.hasSchedule()) {
            throw unsupported("an upload with staged keys, one-time keys or a schedule");
        }
        check(upload.getCurrent());
        return lineage.promote(upload.getCurrent().getKeyId(), command);
    }

    private static void check(Prekey prekey) throws CommandRefusedException {
        try {
            EncapsulationKey key = EncapsulationKey.parse(prekey.getPublicKey());
            if (!key.keyId().bytes().equals(prekey.getKeyId())) {
                throw badKey("the key does not hash to its key_id");
            }
        } catch (VerificationException e) {
            throw unverified(e, "the encapsulation key");
        }
    }

    private static CommandRefusedException unsupported(String what) {
        return CommandRefusedException.unsupported(
                what + " is not supported yet: upload a current key for peer " + EVERYBODY);
    }
}
