package io.creto.messaging.jobs.keyring;

import static io.creto.messaging.jobs.SampleAgents.ALICE;
import static io.creto.messaging.jobs.SampleAgents.HOST;
import static io.creto.messaging.jobs.SampleAgents.NOW;
import static io.creto.messaging.jobs.SampleAgents.RANDOM;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_DUPLICATE_ID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_KEY_NOT_VALID;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_QUOTA_EXCEEDED;
import static io.creto.messaging.v1.RejectionReason.REJECTION_REASON_UNSUPPORTED_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.crypto.kem.DecapsulationKey;
import io.creto.messaging.crypto.kem.EncapsulationKey;
import io.creto.messaging.jobs.SampleAgents;
import io.creto.messaging.jobs.command.Command;
import io.creto.messaging.jobs.command.SampleCommands;
import io.creto.messaging.jobs.command.SeenCommands;
import io.creto.messaging.jobs.state.LoggedCommand;
import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.RecordParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.GraceKey;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.Prekey;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Report;
import io.creto.messaging.v1.ReportCompromise;
import io.creto.messaging.v1.Rotate;
import io.creto.messaging.v1.RotationCause;
import io.creto.messaging.v1.RotationSchedule;
import io.creto.messaging.v1.UploadPrekeys;
import io.creto.messaging.v1.VerdictState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator: what comes out, what remains in state, which timers remain. */
class KeyringFunctionTest {
    private static final long SECOND = Command.NOTICE_MS;
    private static final long GRACE = WireLimits.DEFAULT_GRACE_MS;

    private KeyringHarness keyring;

    @BeforeEach
    void open() throws Exception {
        keyring = KeyringHarness.open();
    }

    @AfterEach
    void close() throws Exception {
        keyring.close();
    }

    private static Prekey prekey() {
        try (DecapsulationKey key = DecapsulationKey.generate(RANDOM)) {
            EncapsulationKey publicKey = key.encapsulationKey();
            return Prekey.newBuilder()
                    .setKeyId(publicKey.keyId().bytes())
                    .setPublicKey(publicKey.encoded())
                    .build();
        }
    }

    private static UploadPrekeys upload(Prekey key) {
        return UploadPrekeys.newBuilder().setPeer("*").setCurrent(key).build();
    }

    /** Ingested at a time and appended 10 ms later. */
    private static LoggedCommand command(SampleAgents owner, Message body, long ingestMs) {
        return SampleCommands.logged(owner.id(), owner, SampleCommands.envelope(owner, body), ingestMs, ingestMs + 10);
    }

    private KeyStatus last() {
        KeyStatus last = keyring.records().get(keyring.records().size() - 1);
        assertThat(valid(last)).isTrue();
        return last;
    }

    private static boolean valid(KeyStatus status) {
        try {
            return RecordParser.keyStatus(status.toByteString()).equals(status);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private RejectionReason refused(Message body) throws Exception {
        int before = keyring.records().size();
        keyring.process(command(ALICE, body, NOW));
        assertThat(keyring.records()).hasSize(before);
        EnvelopeVerdict verdict = keyring.verdicts().get(keyring.verdicts().size() - 1);
        assertThat(verdict.getState()).isEqualTo(VerdictState.VERDICT_STATE_REJECTED);
        assertThat(verdict.getDetail()).isNotBlank();
        return verdict.getReason();
    }

    @Test
    void theFirstKeyIsCurrentFromItsIngestTimeOn() throws Exception {
        Prekey key = prekey();
        keyring.process(command(ALICE, upload(key), NOW));
        assertThat(last().getVersion()).isEqualTo(1);
        assertThat(last().getEffectiveFromMs()).isEqualTo(NOW);
        assertThat(last().getRecordedAtMs()).isEqualTo(NOW + 10);
        assertThat(last().getOwner()).isEqualTo(ALICE.id());
        assertThat(last().getLineage().getCurrentKeyId()).isEqualTo(key.getKeyId());
        assertThat(last().getLineage().getGraceKeysList()).isEmpty();
        assertThat(last().getLineage().getLastCause()).isEqualTo(RotationCause.ROTATION_CAUSE_FIRST);
        assertThat(keyring.verdicts().get(0).getState()).isEqualTo(VerdictState.VERDICT_STATE_APPLIED);
        assertThat(keyring.verdicts().get(0).getAppliedVersion()).isEqualTo(1);
        assertThat(keyring.timers()).as("to forget the command").isEqualTo(1);
        assertThat(keyring.remembered()).isEqualTo(1);
        keyring.watermark(NOW + SeenCommands.MEMORY.plusDays(1).toMillis() + SECOND);
        assertThat(keyring.timers()).isZero();
        assertThat(keyring.remembered()).isZero();
        assertThat(keyring.records()).hasSize(1);
    }

    @Test
    void nothingIsKeptOfWhatOtherFleetsAreRefused() throws Exception {
        Rotate rotate = Rotate.newBuilder()
                .setOwner(ALICE.id())
                .setPeer("*")
                .setCurrentKeyId(prekey().getKeyId())
                .build();
        SampleAgents foreign = new SampleAgents(AgentId.of("umbra", "eve"), HOST.key());
        for (SampleAgents sender : List.of(foreign, HOST)) {
            keyring.process(SampleCommands.logged(
                    ALICE.id(),
                    sender,
                    SampleCommands.envelope(sender, MessageKind.MESSAGE_KIND_ROTATE, rotate, Report.REPORT_ROUTED),
                    NOW,
                    NOW));
        }
        assertThat(keyring.verdicts())
                .extracting(EnvelopeVerdict::getReason)
                .containsExactly(REJECTION_REASON_UNSUPPORTED_VERSION, REJECTION_REASON_UNSUPPORTED_VERSION);
        assertThat(keyring.remembered()).as("that of the own fleet's").isEqualTo(1);
    }

    @Test
    void theFormerKeyIsGoodUntilItsGraceIsOver() throws Exception {
        Prekey first = prekey();
        Prekey second = prekey();
        keyring.process(command(ALICE, upload(first), NOW));
        keyring.process(command(ALICE, upload(second), NOW + 5));
        long expires = NOW + 5 + 10 + SECOND + GRACE;
        assertThat(last().getVersion()).isEqualTo(2);
        assertThat(last().getLineage().getCurrentKeyId()).isEqualTo(second.getKeyId());
        assertThat(last().getLineage().getGraceKeysList())
                .containsExactly(GraceKey.newBuilder()
                        .setKeyId(first.getKeyId())
                        .setExpiresAtMs(expires)
                        .build());
        keyring = keyring.restored();
        keyring.process(command(ALICE, upload(prekey()), expires - 11));
        assertThat(last().getLineage().getGraceKeysList())
                .extracting(GraceKey::getKeyId)
                .containsExactly(first.getKeyId(), second.getKeyId());
        keyring.process(command(ALICE, upload(prekey()), expires - 10));
        assertThat(last().getLineage().getGraceKeysList())
                .extracting(GraceKey::getKeyId)
                .hasSize(2)
                .doesNotContain(first.getKeyId());
        keyring.process(command(ALICE, upload(first), expires));
        assertThat(keyring.verdicts().get(2).getReason())
                .as("a retired key does not come back")
                .isEqualTo(REJECTION_REASON_DUPLICATE_ID);
    }

    @Test
    void ownersHaveTheirOwnVersions() throws Exception {
        keyring.process(command(ALICE, upload(prekey()), NOW));
        keyring.process(command(HOST, upload(prekey()), NOW));
        assertThat(keyring.records()).extracting(KeyStatus::getVersion).containsExactly(1L, 1L);
        assertThat(keyring.records()).extracting(KeyStatus::getOwner).containsExactly(ALICE.id(), HOST.id());
    }

    @Test
    void repeatsAreDroppedAlsoAfterARestore() throws Exception {
        LoggedCommand upload = command(ALICE, upload(prekey()), NOW);
        keyring.process(upload);
        keyring.process(upload);
        assertThat(keyring.records()).hasSize(1);
        keyring = keyring.restored();
        keyring.process(upload);
        assertThat(keyring.records()).isEmpty();
        assertThat(keyring.verdicts()).isEmpty();
    }

    @Test
    void aKeyMustBeOneAndHashToItsId() throws Exception {
        Prekey good = prekey();
        byte[] noise = new byte[WireLimits.ENCAPSULATION_KEY_BYTES];
        Arrays.fill(noise, (byte) 0xFF);
        Prekey outOfRange =
                good.toBuilder().setPublicKey(ByteString.copyFrom(noise)).build();
        Prekey otherId = good.toBuilder().setKeyId(prekey().getKeyId()).build();
        assertThat(refused(upload(outOfRange))).isEqualTo(REJECTION_REASON_KEY_NOT_VALID);
        assertThat(refused(upload(otherId))).isEqualTo(REJECTION_REASON_KEY_NOT_VALID);
        keyring.process(command(ALICE, upload(good), NOW));
        assertThat(refused(upload(good))).isEqualTo(REJECTION_REASON_DUPLICATE_ID);
        keyring.process(command(ALICE, upload(prekey()), NOW));
        assertThat(refused(upload(good))).as("in grace").isEqualTo(REJECTION_REASON_DUPLICATE_ID);
    }

    @ParameterizedTest
    @MethodSource("later")
    void whatIsNotSupportedYetIsRefusedNotIgnored(MessageKind kind, Message body) throws Exception {
        keyring.process(SampleCommands.logged(
                ALICE.id(), ALICE, SampleCommands.envelope(ALICE, kind, body, Report.REPORT_NONE), NOW, NOW));
        assertThat(keyring.records()).isEmpty();
        assertThat(keyring.verdicts())
                .extracting(EnvelopeVerdict::getReason)
                .containsExactly(REJECTION_REASON_UNSUPPORTED_VERSION);
    }

    static Stream<Arguments> later() {
        var upload = MessageKind.MESSAGE_KIND_UPLOAD_PREKEYS;
        var schedule = RotationSchedule.newBuilder().setPeriodMs(WireLimits.MIN_ROTATION_PERIOD_MS);
        return Stream.of(
                Arguments.of(
                        upload, upload(prekey()).toBuilder().addStaged(prekey()).build()),
                Arguments.of(
                        upload,
                        upload(prekey()).toBuilder().addOneTime(prekey()).build()),
                Arguments.of(
                        upload,
                        upload(prekey()).toBuilder().setSchedule(schedule).build()),
                Arguments.of(
                        upload, upload(prekey()).toBuilder().setPeer(HOST.id()).build()),
                Arguments.of(
                        MessageKind.MESSAGE_KIND_ROTATE,
                        Rotate.newBuilder()
                                .setOwner(ALICE.id())
                                .setPeer("*")
                                .setCurrentKeyId(prekey().getKeyId())
                                .build()),
                Arguments.of(
                        MessageKind.MESSAGE_KIND_REPORT_COMPROMISE,
                        ReportCompromise.newBuilder()
                                .setOwner(ALICE.id())
                                .setPeer("*")
                                .setKeyId(prekey().getKeyId())
                                .build()));
    }

    @Test
    void keysInGraceAreNotCutShortByTooManyUploads() throws Exception {
        for (int i = 0; i <= WireLimits.MAX_GRACE_KEYS; i++) {
            keyring.process(command(ALICE, upload(prekey()), NOW + i));
        }
        assertThat(last().getLineage().getGraceKeysCount()).isEqualTo(WireLimits.MAX_GRACE_KEYS);
        long later = NOW + 100;
        keyring.process(command(ALICE, upload(prekey()), later));
        EnvelopeVerdict verdict = keyring.verdicts().get(keyring.verdicts().size() - 1);
        assertThat(verdict.getReason()).isEqualTo(REJECTION_REASON_QUOTA_EXCEEDED);
        long firstExpiry = NOW + 1 + 10 + SECOND + GRACE;
        assertThat(verdict.getRetryAfterMs()).isEqualTo(firstExpiry - (later + 10));
        keyring.process(command(ALICE, upload(prekey()), firstExpiry - 10));
        assertThat(last().getLineage().getGraceKeysCount())
                .as("what is over makes room")
                .isEqualTo(WireLimits.MAX_GRACE_KEYS);
        List<KeyStatus> records = keyring.records();
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i).getVersion()).isEqualTo(i + 1);
        }
    }

    @Test
    void versionsSayTheSameWheneverTimePasses() throws Exception {
        List<LoggedCommand> log = List.of(
                command(ALICE, upload(prekey()), NOW),
                command(ALICE, upload(prekey()), NOW + 1_000),
                command(ALICE, upload(prekey()), NOW + 2 * GRACE));
        for (LoggedCommand command : log) {
            keyring.process(command);
            keyring.watermark(command.getAppendedAtMs() + 2 * GRACE);
        }
        List<KeyStatus> slowly = keyring.records();
        keyring.close();
        keyring = KeyringHarness.open();
        for (LoggedCommand command : log) {
            keyring.process(command);
        }
        keyring.watermark(NOW + SeenCommands.MEMORY.plusDays(20).toMillis());
        assertThat(keyring.records()).isEqualTo(slowly);
        assertThat(last().getVersion()).as("one an upload").isEqualTo(3);
        assertThat(keyring.timers()).isZero();
    }
}
