package io.creto.messaging.jobs.keyring;

import static io.creto.messaging.jobs.command.CommandRefusedException.taken;

import com.google.protobuf.ByteString;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.CommandRefusedException;
import io.creto.messaging.jobs.state.LineageState;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.GraceKey;
import io.creto.messaging.v1.Lineage;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.RotationCause;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys of one owner for one peer over time (architecture §4):
 *
 * <pre>
 *   uploaded ─► current ── the next is uploaded ─► in grace ── grace is over ─► retired
 * </pre>
 *
 * <p>A grace that is over needs no record: its end stands in the record that began it. The key leaves the lineage with the next
 * upload. A key that was in the lineage never comes back, as far as its last {@link #MAX_RETIRED} retired ids tell. Immutable and
 * thread-safe.
 *
 * @param state as it is kept
 */
record KeyLineage(LineageState state) {
    /** Retired ids that are remembered: at 17 bytes each, years of daily rotations. */
    static final int MAX_RETIRED = 1024;

    /** A lineage that has had no key. */
    static KeyLineage empty(String owner, String peer) {
        return new KeyLineage(LineageState.newBuilder()
                .setLineage(Lineage.newBuilder().setOwner(owner).setPeer(peer))
                .build());
    }

    /** What is published of it. */
    Lineage lineage() {
        return state.getLineage();
    }

    /**
     * Makes a key current. It counts from the command's ingest time; the former one stays good until its grace is over, which
     * begins when the change counts for everybody.
     *
     * @throws CommandRefusedException DUPLICATE_ID for a key that the lineage has or had; QUOTA_EXCEEDED where so many keys are
     *     in grace that one would have to end before its time, with the time until one has ended
     */
    KeyLineage promote(ByteString keyId, Command command) throws CommandRefusedException {
        KeyLineage lasting = without(command.appendedAtMs());
        Lineage before = lasting.lineage();
        if (lasting.knows(keyId)) {
            throw taken("the lineage has or had this key: make a new one");
        }
        Lineage.Builder after = before.toBuilder()
                .setState(io.creto.messaging.v1.LineageState.LINEAGE_STATE_ACTIVE)
                .setCurrentKeyId(keyId)
                .setLastRotatedAtMs(command.ingestTimeMs())
                .setLastCause(
                        before.getCurrentKeyId().isEmpty()
                                ? RotationCause.ROTATION_CAUSE_FIRST
                                : RotationCause.ROTATION_CAUSE_ON_DEMAND);
        if (!before.getCurrentKeyId().isEmpty()) {
            if (before.getGraceKeysCount() >= WireLimits.MAX_GRACE_KEYS) {
                throw full(before, command.appendedAtMs());
            }
            after.addGraceKeys(GraceKey.newBuilder()
                    .setKeyId(before.getCurrentKeyId())
                    .setExpiresAtMs(command.changesAtMs() + graceMs(before)));
        }
        return lasting.with(after.build());
    }

    private boolean knows(ByteString keyId) {
        Lineage lineage = lineage();
        return Stream.of(
                        Stream.of(lineage.getCurrentKeyId()),
                        lineage.getStagedKeyIdsList().stream(),
                        lineage.getOneTimeKeyIdsList().stream(),
                        lineage.getGraceKeysList().stream().map(GraceKey::getKeyId),
                        state.getRetiredKeyIdsList().stream())
                .flatMap(ids -> ids)
                .anyMatch(keyId::equals);
    }

    /** The lineage without the keys whose grace is over at a time. */
    private KeyLineage without(long atMs) {
        Lineage.Builder lasting = lineage().toBuilder().clearGraceKeys();
        LineageState.Builder kept = state.toBuilder();
        for (GraceKey key : lineage().getGraceKeysList()) {
            if (key.getExpiresAtMs() <= atMs) {
                kept.addRetiredKeyIds(key.getKeyId());
            } else {
                lasting.addGraceKeys(key);
            }
        }
        List<ByteString> retired = List.copyOf(kept.getRetiredKeyIdsList());
        kept.clearRetiredKeyIds()
                .addAllRetiredKeyIds(retired.subList(Math.max(0, retired.size() - MAX_RETIRED), retired.size()));
        return new KeyLineage(kept.setLineage(lasting).build());
    }

    private KeyLineage with(Lineage lineage) {
        return new KeyLineage(state.toBuilder().setLineage(lineage).build());
    }

    private static long graceMs(Lineage lineage) {
        return lineage.hasSchedule() ? lineage.getSchedule().getGraceMs() : WireLimits.DEFAULT_GRACE_MS;
    }

    private static CommandRefusedException full(Lineage lineage, long nowMs) {
        long nextEndMs = lineage.getGraceKeysList().stream()
                .mapToLong(GraceKey::getExpiresAtMs)
                .min()
                .orElse(nowMs);
        return new CommandRefusedException(
                RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED,
                lineage.getGraceKeysCount() + " keys are in grace, at most " + WireLimits.MAX_GRACE_KEYS
                        + " allowed: wait until one has ended",
                nextEndMs - nowMs);
    }
}
