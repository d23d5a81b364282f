package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.CommandSamples.prekey;
import static io.creto.messaging.schemas.Values.ALICE;
import static io.creto.messaging.schemas.Values.BOB;
import static io.creto.messaging.schemas.Values.HOST;
import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.NOW;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.UNSUPPORTED;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.keyId;
import static io.creto.messaging.schemas.Values.publicKey;
import static io.creto.messaging.schemas.Values.text;
import static io.creto.messaging.schemas.WireLimits.MAX_ENROLMENT_TOKEN_LIFE_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.FailureReason;
import io.creto.messaging.v1.Handling;
import io.creto.messaging.v1.MessageKind;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SetAttributes;
import io.creto.messaging.v1.UploadPrekeys;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands of registry, keyring and mailbox, and what holds for all commands. */
class CommandParserTest {
    private static UploadPrekeys.Builder upload() {
        return UploadPrekeys.newBuilder().setPeer("*");
    }

    private static UploadPrekeys.Builder staged(int count) {
        return upload().addAllStaged(IntStream.range(0, count)
                .mapToObj(i -> prekey(i).build())
                .toList());
    }

    private static UploadPrekeys.Builder oneTime(int count) {
        return upload().addAllOneTime(IntStream.range(0, count)
                .mapToObj(i -> prekey(i).build())
                .toList());
    }

    private static SetAttributes.Builder attributes(int groups, int attributes) {
        SetAttributes.Builder set = SetAttributes.newBuilder().setAgent(BOB);
        IntStream.range(0, groups).forEach(i -> set.addGroups("g" + i));
        IntStream.range(0, attributes).forEach(i -> set.addAttributesBuilder().setName("a" + i));
        return set;
    }

    static List<Message.Builder> accepted() {
        return List.of(
                upload().setCurrent(prekey(1)),
                upload().setPeer(BOB).setCurrent(prekey(1)).addStaged(prekey(2)),
                staged(8),
                oneTime(32),
                upload().setSchedule(CommandSamples.schedule().setPeriodMs(WireLimits.MAX_ROTATION_PERIOD_MS)),
                upload().setSchedule(CommandSamples.schedule().setGraceMs(WireLimits.MAX_GRACE_MS)),
                CommandSamples.setStatus().setReason(text(1024)),
                CommandSamples.createFleet().setDeliveryPartitions(1024),
                CommandSamples.grownFleet(),
                attributes(64, 64),
                CommandSamples.acknowledge().setDetail("line\nline\ttab"),
                CommandSamples.acknowledge()
                        .setOutcome(Handling.HANDLING_FAILED)
                        .setReason(FailureReason.FAILURE_REASON_REFUSED)
                        .setAttempts(3));
    }

    static List<Arguments> refused() {
        return List.of(
                arguments(CommandSamples.enrol().setPublicKey(bytes(1983)), MALFORMED, "enrol.public_key"),
                arguments(CommandSamples.enrol().setTokenKeyId(bytes(17)), UNSUPPORTED, "enrol.token_key_id"),
                arguments(CommandSamples.enrol().setTokenPublicKey(bytes(1985)), MALFORMED, "enrol.token_public_key"),
                arguments(CommandSamples.enrol().setTokenPublicKey(publicKey()), MALFORMED, "enrol.token_public_key"),
                arguments(CommandSamples.enrol().setTokenSignature(bytes(3372)), MALFORMED, "enrol.token_signature"),
                arguments(
                        CommandSamples.enrol()
                                .setPublicKey(ByteString.copyFrom(new byte[1984]))
                                .setTokenPublicKey(publicKey()),
                        MALFORMED,
                        "enrolment_binding.public_key"),
                arguments(CommandSamples.replaceKey().setAgent(BOB), MALFORMED, "enrolment_binding.agent"),
                arguments(
                        CommandSamples.replaceKey().setPublicKey(ByteString.copyFrom(new byte[1984])),
                        MALFORMED,
                        "enrolment_binding.public_key"),
                arguments(
                        CommandSamples.enrol()
                                .setBinding(CommandSamples.replaceKey().getBinding()),
                        MALFORMED,
                        "enrolment_binding.replaced_key_id"),
                arguments(
                        CommandSamples.replaceKey()
                                .setBinding(CommandSamples.enrol().getBinding()),
                        MALFORMED,
                        "enrolment_binding.replaced_key_id"),
                arguments(
                        CommandSamples.replaceKey().setOldKeyId(keyId(8)),
                        MALFORMED,
                        "enrolment_binding.replaced_key_id"),
                arguments(
                        CommandSamples.replaceKey().setNewKeySignature(bytes(1)),
                        MALFORMED,
                        "replace_key.new_key_signature"),
                arguments(
                        CommandSamples.delegate()
                                .setDelegation(WireSamples.signedDelegation().clearSignature()),
                        MALFORMED,
                        "delegate.delegation.signature"),
                arguments(
                        CommandSamples.endDelegation().setDelegationId(bytes(16)),
                        MALFORMED,
                        "end_delegation.delegation_id"),
                arguments(CommandSamples.createFleet().setFleet("Acme"), MALFORMED, "create_fleet.fleet"),
                arguments(
                        CommandSamples.createFleet().setFleet("creto").setAdmin("creto/a"),
                        MALFORMED,
                        "create_fleet.fleet"),
                arguments(CommandSamples.createFleet().setAdmin("acme2/admin"), MALFORMED, "create_fleet.admin"),
                arguments(
                        CommandSamples.createFleet().setDeliveryPartitions(1025),
                        MALFORMED,
                        "create_fleet.delivery_partitions"),
                arguments(CommandSamples.createFleet().setGeneration(-1), MALFORMED, "create_fleet.generation"),
                arguments(CommandSamples.createFleet().setGeneration(2), MALFORMED, "create_fleet.admin"),
                arguments(CommandSamples.grownFleet().setGeneration(1), MALFORMED, "create_fleet.admin"),
                arguments(CommandSamples.grownFleet().setAdmin("acme/admin"), MALFORMED, "create_fleet.admin"),
                arguments(
                        CommandSamples.grownFleet().setAdminTokenKeyId(keyId()),
                        MALFORMED,
                        "create_fleet.admin_token_key_id"),
                arguments(
                        CommandSamples.grownFleet().setAdminTokenExpiresAtMs(NOW + 1),
                        MALFORMED,
                        "create_fleet.admin_token_expires_at_ms"),
                arguments(CommandSamples.setStatus().setReason(text(1025)), TOO_LARGE, "set_status.reason"),
                arguments(CommandSamples.setStatus().setReason("bell\7"), MALFORMED, "set_status.reason"),
                arguments(CommandSamples.setStatus().setStatusValue(4), MALFORMED, "set_status.status"),
                arguments(attributes(65, 0), TOO_LARGE, "set_attributes.groups"),
                arguments(attributes(0, 65), TOO_LARGE, "set_attributes.attributes"),
                arguments(attributes(2, 0).addGroups("g0"), MALFORMED, "set_attributes.groups"),
                arguments(CommandSamples.acknowledge().setAttempts(1), MALFORMED, "acknowledge.attempts"),
                arguments(upload(), MALFORMED, "upload_prekeys.current"),
                arguments(upload().setPeer("").setCurrent(prekey(1)), MALFORMED, "upload_prekeys.peer"),
                arguments(staged(9), TOO_LARGE, "upload_prekeys.staged"),
                arguments(oneTime(33), TOO_LARGE, "upload_prekeys.one_time"),
                arguments(oneTime(1).setPeer(BOB), MALFORMED, "upload_prekeys.one_time"),
                arguments(staged(2).setCurrent(prekey(1)), MALFORMED, "upload_prekeys.key_id"),
                arguments(staged(2).addOneTime(prekey(0)), MALFORMED, "upload_prekeys.key_id"),
                arguments(
                        upload().setCurrent(prekey(1).setPublicKey(bytes(1183))),
                        MALFORMED,
                        "upload_prekeys.current.public_key"),
                arguments(upload().addStaged(prekey(1).setKeyId(bytes(16))), MALFORMED, "upload_prekeys.staged.key_id"),
                arguments(
                        period(WireLimits.MIN_ROTATION_PERIOD_MS - 1), MALFORMED, "upload_prekeys.schedule.period_ms"),
                arguments(
                        period(WireLimits.MAX_ROTATION_PERIOD_MS + 1), MALFORMED, "upload_prekeys.schedule.period_ms"),
                arguments(
                        upload().setSchedule(CommandSamples.schedule().setGraceMs(WireLimits.MAX_GRACE_MS + 1)),
                        MALFORMED,
                        "upload_prekeys.schedule.grace_ms"),
                arguments(CommandSamples.rotate().setPeer("**"), MALFORMED, "rotate.peer"),
                arguments(CommandSamples.compromise().setKeyId(bytes(0)), MALFORMED, "report_compromise.key_id"),
                arguments(CommandSamples.acknowledge().setLeafHash(bytes(31)), MALFORMED, "acknowledge.leaf_hash"),
                arguments(
                        CommandSamples.acknowledge().setOutcome(Handling.HANDLING_FAILED),
                        MALFORMED,
                        "acknowledge.reason"),
                arguments(
                        CommandSamples.acknowledge().setReason(FailureReason.FAILURE_REASON_REFUSED),
                        MALFORMED,
                        "acknowledge.reason"));
    }

    private static UploadPrekeys.Builder period(long millis) {
        return upload().setSchedule(CommandSamples.schedule().setPeriodMs(millis));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsUpToTheLimits(Message.Builder body) throws WireException {
        Message built = body.build();
        assertThat(CommandParser.body(kindOf(built), built.toByteString())).isEqualTo(built);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesBeyondThem(Message.Builder body, RejectionReason reason, String field) {
        Message built = body.build();
        assertRefused(() -> CommandParser.body(kindOf(built), built.toByteString()), reason, field);
    }

    @ParameterizedTest
    @EnumSource
    void readsExactlyTheKindsThatAreCommands(MessageKind kind) throws WireException {
        Message sample = CommandSamples.all().get(kind);
        assertThat(MessageKinds.isCommand(kind)).isEqualTo(sample != null);
        if (sample == null) {
            assertRefused(() -> CommandParser.body(kind, ByteString.EMPTY), MALFORMED, "envelope_header.kind");
        } else {
            assertThat(CommandParser.body(kind, sample.toByteString())).isEqualTo(sample);
        }
    }

    @Test
    void holdsEnrolmentsAndDelegationsAgainstTheirSender() throws WireException {
        Message enrol = CommandSamples.enrol().build();
        Message delegate = CommandSamples.delegate().build();
        assertThat(read(ALICE, enrol)).isEqualTo(enrol);
        assertThat(read(ALICE, delegate)).isEqualTo(delegate);
        assertThat(read(HOST, delegate)).isEqualTo(delegate);
        assertRefused(() -> read(BOB, enrol), MALFORMED, "enrolment_binding.agent");
        assertRefused(() -> read(BOB, delegate), MALFORMED, "envelope_header.sender");
    }

    @Test
    void holdsTokensToTheirLife() throws WireException {
        long longest = NOW + MAX_ENROLMENT_TOKEN_LIFE_MS;
        var issue = CommandSamples.issueToken();
        var fleet = CommandSamples.createFleet();
        Message atLimit = issue.setExpiresAtMs(longest).build();
        assertThat(read(ALICE, atLimit)).isEqualTo(atLimit);
        Message late = issue.setExpiresAtMs(longest + 1).build();
        assertRefused(() -> read(ALICE, late), MALFORMED, "issue_token.expires_at_ms");
        Message over = issue.setExpiresAtMs(NOW).build();
        assertRefused(() -> read(ALICE, over), MALFORMED, "issue_token.expires_at_ms");
        Message lateFleet = fleet.setAdminTokenExpiresAtMs(longest + 1).build();
        assertRefused(() -> read(ALICE, lateFleet), MALFORMED, "create_fleet.admin_token_expires_at_ms");
        Message grown = CommandSamples.grownFleet().build();
        assertThat(read(ALICE, grown)).isEqualTo(grown);
    }

    private static Message read(String sender, Message body) throws WireException {
        EnvelopeHeader header =
                WireSamples.command(kindOf(body)).setSender(sender).build();
        return CommandParser.command(header, body.toByteString());
    }

    static MessageKind kindOf(Message body) {
        return CommandSamples.all().entrySet().stream()
                .filter(entry -> entry.getValue().getClass() == body.getClass())
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
