package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.BOB;
import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.NOW;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.hash;
import static io.creto.messaging.schemas.Values.keyId;
import static io.creto.messaging.schemas.Values.text;
import static io.creto.messaging.schemas.WireSamples.slice;
import static io.creto.messaging.schemas.WireSamples.sliced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.creto.messaging.schemas.Readers.Reader;
import io.creto.messaging.v1.Attribute;
import io.creto.messaging.v1.DeadLetter;
import io.creto.messaging.v1.DelegationRecord;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.Directive;
import io.creto.messaging.v1.DirectiveKind;
import io.creto.messaging.v1.EnvelopeVerdict;
import io.creto.messaging.v1.FailureReason;
import io.creto.messaging.v1.GraceKey;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.KeyStatus;
import io.creto.messaging.v1.Lineage;
import io.creto.messaging.v1.LineageState;
import io.creto.messaging.v1.PolicyRecord;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import io.creto.messaging.v1.Verdict;
import io.creto.messaging.v1.VerdictState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What jobs write and others read. */
class DeliveryAndRecordParserTest {
    private static final Reader SLICE = SliceParser::slice;
    private static final Reader VERDICT = VerdictParser::verdict;
    private static final Reader DEAD_LETTER = VerdictParser::deadLetter;
    private static final Reader DELIVERY = DeliveryParser::record;
    private static final Reader IDENTITY = RecordParser::identity;
    private static final Reader KEY_STATUS = RecordParser::keyStatus;
    private static final Reader POLICY = RecordParser::policy;

    private static Verdict.Builder verdict(EnvelopeVerdict.Builder envelope) {
        return RecordSamples.verdict().setEnvelopes(0, envelope);
    }

    private static EnvelopeVerdict.Builder state(VerdictState state) {
        return RecordSamples.envelopeVerdict().setState(state);
    }

    private static DeliveryRecord.Builder directive(Directive.Builder directive) {
        return DeliveryRecord.newBuilder().setDirective(directive);
    }

    private static SlicedEnvelope.Builder withoutBody() {
        SlicedEnvelope.Builder sliced = sliced(3).setBodyHash(hash());
        sliced.getEnvelopeBuilder().clearBody();
        return sliced;
    }

    private static DeadLetter.Builder givenUp() {
        return RecordSamples.deadLetter()
                .clearReason()
                .setFailure(FailureReason.FAILURE_REASON_ATTEMPTS_EXHAUSTED)
                .setSlice(slice(1, 0));
    }

    private static Directive.Builder rotateKey() {
        return RecordSamples.directive().setKind(DirectiveKind.DIRECTIVE_KIND_ROTATE_KEY);
    }

    private static KeyStatus.Builder lineage(Lineage.Builder lineage) {
        return RecordSamples.keyStatus().setLineage(lineage);
    }

    /** As many distinct ids, none of them that of {@link RecordSamples#lineage}. */
    private static List<ByteString> keyIds(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ByteString.copyFrom(
                        ByteBuffer.allocate(17).put((byte) 1).putInt(i).array()))
                .toList();
    }

    private static List<ByteString> hashes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        ByteString.copyFrom(ByteBuffer.allocate(16).putInt(i).array()))
                .toList();
    }

    private static Slice.Builder oneSliced(SlicedEnvelope.Builder envelope) {
        return slice(256).addEnvelopes(envelope);
    }

    static List<Arguments> accepted() {
        return List.of(
                arguments(SLICE, slice(256, 0, 7, 255)),
                arguments(SLICE, oneSliced(sliced(3).clearPath().addAllPath(Collections.nCopies(8, hash())))),
                arguments(
                        SLICE,
                        oneSliced(sliced(3).addAllRecipientHashes(hashes(50_000)))
                                .setChannelSequence(1)),
                arguments(SLICE, slice(2, 1).setPolicyVersion(4).setChannelSequence(9)),
                arguments(SLICE, oneSliced(withoutBody()).addEnvelopes(sliced(7))),
                arguments(VERDICT, RecordSamples.verdict().setReceipt(slice(1, 0))),
                arguments(
                        VERDICT,
                        RecordSamples.verdict()
                                .clearEnvelopes()
                                .setBatchReason(RejectionReason.REJECTION_REASON_FENCED)
                                .setBatchDetail(text(1024))),
                arguments(
                        VERDICT,
                        verdict(state(VerdictState.VERDICT_STATE_REJECTED)
                                .setReason(RejectionReason.REJECTION_REASON_STALE_ROSTER)
                                .setRosterHash(hash()))),
                arguments(
                        VERDICT,
                        verdict(state(VerdictState.VERDICT_STATE_APPLIED).setAppliedVersion(12))),
                arguments(VERDICT, verdict(state(VerdictState.VERDICT_STATE_FAILED))),
                arguments(DEAD_LETTER, givenUp().setAttempts(5)),
                arguments(DEAD_LETTER, RecordSamples.deadLetter().setSlice(slice(1, 0))),
                arguments(DEAD_LETTER, RecordSamples.deadLetter().setRecord(bytes(0))),
                arguments(DELIVERY, directive(RecordSamples.rosterChanged().setNextIndex(7))),
                arguments(
                        DELIVERY,
                        directive(RecordSamples.directive()
                                .setKind(DirectiveKind.DIRECTIVE_KIND_PREKEYS_LOW)
                                .clearKeyId()
                                .setRemaining(3))),
                arguments(
                        DELIVERY,
                        directive(RecordSamples.directive()
                                .setKind(DirectiveKind.DIRECTIVE_KIND_REVOKED)
                                .clearKeyId()
                                .clearPeer())),
                arguments(DELIVERY, directive(rotateKey())),
                arguments(DELIVERY, directive(rotateKey().clearKeyId())),
                arguments(IDENTITY, RecordSamples.identity().addEvidence(slice(1, 0))),
                arguments(
                        IDENTITY,
                        agent(RecordSamples.agent()
                                .addGroups("ops")
                                .addAttributes(Attribute.newBuilder().setName("region"))
                                .addDelegations(DelegationRecord.newBuilder()
                                        .setDelegation(WireSamples.signedDelegation())
                                        .setValidity(RecordSamples.validity().setUntilMs(NOW))))),
                arguments(
                        KEY_STATUS,
                        lineage(RecordSamples.lineage()
                                .setState(LineageState.LINEAGE_STATE_AWAITING_KEY)
                                .clearCurrentKeyId())),
                arguments(KEY_STATUS, lineage(RecordSamples.lineage().addAllOneTimeKeyIds(keyIds(256)))),
                arguments(POLICY, RecordSamples.policy().setEvidence(slice(1, 0))));
    }

    private static IdentityRecord.Builder agent(io.creto.messaging.v1.AgentRecord.Builder agent) {
        return RecordSamples.identity().setAgent(agent);
    }

    static List<Arguments> refused() {
        List<Arguments> all = new ArrayList<>(refusedSlices());
        all.addAll(refusedVerdicts());
        all.addAll(refusedDirectives());
        all.addAll(refusedRecords());
        return all;
    }

    private static List<Arguments> refusedSlices() {
        Slice.Builder withoutHeader = slice(1, 0).setBatchHeader(bytes(9));
        return List.of(
                arguments(SLICE, withoutHeader, MALFORMED, "batch_header.version"),
                arguments(SLICE, slice(1, 0).setSignature(bytes(3374)), MALFORMED, "slice.signature"),
                arguments(SLICE, slice(1, 0).setIngestTimeMs(-1), MALFORMED, "slice.ingest_time_ms"),
                arguments(SLICE, slice(3), MALFORMED, "slice.envelopes"),
                arguments(SLICE, slice(3, 3), MALFORMED, "slice.envelopes.index"),
                arguments(SLICE, slice(3, -1), MALFORMED, "slice.envelopes.index"),
                arguments(SLICE, slice(3, 1, 1), MALFORMED, "slice.envelopes.index"),
                arguments(SLICE, slice(3, 2, 1), MALFORMED, "slice.envelopes.index"),
                arguments(SLICE, oneSliced(sliced(0).addPath(bytes(31))), MALFORMED, "slice.envelopes.path"),
                arguments(
                        SLICE,
                        oneSliced(sliced(0).addAllPath(Collections.nCopies(8, hash()))),
                        TOO_LARGE,
                        "slice.envelopes.path"),
                arguments(
                        SLICE,
                        oneSliced(sliced(0).addRecipientHashes(bytes(15))),
                        MALFORMED,
                        "slice.envelopes.recipient_hashes"),
                arguments(SLICE, oneSliced(sliced(3).setBodyHash(hash())), MALFORMED, "slice.envelopes.envelope.body"),
                arguments(SLICE, oneSliced(withoutBody().clearBodyHash()), MALFORMED, "slice.envelopes.envelope.body"),
                arguments(
                        SLICE, oneSliced(withoutBody().setBodyHash(bytes(31))), MALFORMED, "slice.envelopes.body_hash"),
                arguments(
                        DELIVERY,
                        DeliveryRecord.newBuilder().setSlice(oneSliced(withoutBody())),
                        MALFORMED,
                        "delivery_record.slice.envelopes.body_hash"),
                arguments(
                        SLICE,
                        oneSliced(sliced(0).addRecipientHashes(bytes(16))),
                        MALFORMED,
                        "slice.envelopes.recipient_hashes"),
                arguments(
                        SLICE,
                        oneSliced(sliced(0).addRecipientHashes(bytes(16)).addRecipientHashes(bytes(16)))
                                .setChannelSequence(1),
                        MALFORMED,
                        "slice.envelopes.recipient_hashes"),
                arguments(SLICE, slice(2, 0, 1).setChannelSequence(1), MALFORMED, "slice.channel_sequence"),
                arguments(SLICE, slice(1, 0).setPolicyVersion(-1), MALFORMED, "slice.policy_version"));
    }

    private static List<Arguments> refusedVerdicts() {
        RejectionReason denied = RejectionReason.REJECTION_REASON_DENIED;
        return List.of(
                arguments(VERDICT, RecordSamples.verdict().setBatchReason(denied), MALFORMED, "verdict.batch_reason"),
                arguments(VERDICT, RecordSamples.verdict().clearEnvelopes(), MALFORMED, "verdict.batch_reason"),
                arguments(
                        VERDICT,
                        verdict(state(VerdictState.VERDICT_STATE_REJECTED)),
                        MALFORMED,
                        "verdict.envelopes.reason"),
                arguments(
                        VERDICT,
                        verdict(RecordSamples.envelopeVerdict().setReason(denied)),
                        MALFORMED,
                        "verdict.envelopes.reason"),
                arguments(
                        VERDICT,
                        verdict(RecordSamples.envelopeVerdict().setRosterHash(hash())),
                        MALFORMED,
                        "verdict.envelopes.roster_hash"),
                arguments(
                        VERDICT,
                        verdict(state(VerdictState.VERDICT_STATE_REJECTED)
                                .setReason(RejectionReason.REJECTION_REASON_STALE_ROSTER)),
                        MALFORMED,
                        "verdict.envelopes.roster_hash"),
                arguments(
                        VERDICT,
                        verdict(RecordSamples.envelopeVerdict().setAppliedVersion(1)),
                        MALFORMED,
                        "verdict.envelopes.applied_version"),
                arguments(
                        VERDICT,
                        verdict(RecordSamples.envelopeVerdict().setDetail(text(1025))),
                        TOO_LARGE,
                        "verdict.envelopes.detail"),
                arguments(
                        VERDICT, RecordSamples.verdict().setReceipt(slice(1)), MALFORMED, "verdict.receipt.envelopes"),
                arguments(
                        VERDICT,
                        RecordSamples.verdict().setReceipt(oneSliced(withoutBody())),
                        MALFORMED,
                        "verdict.receipt.envelopes.body_hash"),
                arguments(DEAD_LETTER, givenUp().clearFailure(), MALFORMED, "dead_letter.failure"),
                arguments(DEAD_LETTER, givenUp().setReason(denied), MALFORMED, "dead_letter.failure"),
                arguments(
                        DEAD_LETTER, givenUp().setRecord(bytes(1)).setReason(denied), MALFORMED, "dead_letter.failure"),
                arguments(DEAD_LETTER, RecordSamples.deadLetter().setAttempts(1), MALFORMED, "dead_letter.attempts"),
                arguments(DEAD_LETTER, RecordSamples.deadLetter().setOffset(-1), MALFORMED, "dead_letter.offset"),
                arguments(
                        DEAD_LETTER,
                        RecordSamples.deadLetter().setRecord(bytes(WireLimits.MAX_BATCH_BYTES + 1)),
                        TOO_LARGE,
                        "dead_letter.record"));
    }

    private static List<Arguments> refusedDirectives() {
        String path = "delivery_record.directive.";
        return List.of(
                arguments(DELIVERY, directive(rotateKey().setKeyId(bytes(16))), MALFORMED, path + "key_id"),
                arguments(DELIVERY, directive(rotateKey().clearPeer()), MALFORMED, path + "peer"),
                arguments(DELIVERY, directive(RecordSamples.directive().clearKeyId()), MALFORMED, path + "key_id"),
                arguments(
                        DELIVERY, directive(RecordSamples.directive().setRemaining(1)), MALFORMED, path + "remaining"),
                arguments(
                        DELIVERY,
                        directive(RecordSamples.directive().setChannelEpoch(1)),
                        MALFORMED,
                        path + "channel_epoch"),
                arguments(
                        DELIVERY,
                        directive(RecordSamples.directive().setRosterHash(hash())),
                        MALFORMED,
                        path + "roster_hash"),
                arguments(
                        DELIVERY,
                        directive(RecordSamples.rosterChanged().setKeyId(keyId())),
                        MALFORMED,
                        path + "key_id"),
                arguments(DELIVERY, directive(RecordSamples.rosterChanged().setPeer("*")), MALFORMED, path + "peer"),
                arguments(
                        DELIVERY,
                        directive(RecordSamples.rosterChanged().clearChannelEpoch()),
                        MALFORMED,
                        path + "channel_epoch"));
    }

    private static List<Arguments> refusedRecords() {
        String agent = "identity_record.agent.";
        var alice = RecordSamples.agent();
        return List.of(
                arguments(IDENTITY, RecordSamples.identity().setVersion(-1), MALFORMED, "identity_record.version"),
                arguments(IDENTITY, agent(alice.clone().clearKeys()), MALFORMED, agent + "keys"),
                arguments(IDENTITY, agent(alice.clone().clearStatuses()), MALFORMED, agent + "statuses"),
                arguments(IDENTITY, agent(alice.clone().addGroups("a").addGroups("a")), MALFORMED, agent + "groups"),
                arguments(
                        IDENTITY,
                        agent(alice.clone()
                                .addDelegations(DelegationRecord.newBuilder()
                                        .setDelegation(WireSamples.signedDelegation())
                                        .setValidity(RecordSamples.validity().setUntilMs(NOW - 1)))),
                        MALFORMED,
                        agent + "delegations.validity.until_ms"),
                arguments(
                        IDENTITY,
                        RecordSamples.identity().addEvidence(oneSliced(withoutBody())),
                        MALFORMED,
                        "identity_record.evidence.envelopes.body_hash"),
                arguments(
                        IDENTITY,
                        RecordSamples.identity().addEvidence(slice(2, 0, 1)),
                        MALFORMED,
                        "identity_record.evidence.envelopes"),
                arguments(
                        IDENTITY,
                        RecordSamples.identity().setFleet(RecordSamples.fleet().addAdmins("acme2/x")),
                        MALFORMED,
                        "identity_record.fleet.admins"),
                arguments(
                        KEY_STATUS,
                        lineage(RecordSamples.lineage().setOwner(BOB)),
                        MALFORMED,
                        "key_status.lineage.owner"),
                arguments(
                        KEY_STATUS,
                        lineage(RecordSamples.lineage().clearCurrentKeyId()),
                        MALFORMED,
                        "key_status.lineage.current_key_id"),
                arguments(
                        KEY_STATUS,
                        lineage(RecordSamples.lineage().addAllStagedKeyIds(Collections.nCopies(9, keyId()))),
                        TOO_LARGE,
                        "key_status.lineage.staged_key_ids"),
                arguments(
                        KEY_STATUS,
                        lineage(RecordSamples.lineage()
                                .addAllGraceKeys(Collections.nCopies(
                                        65,
                                        GraceKey.newBuilder()
                                                .setKeyId(keyId())
                                                .setExpiresAtMs(NOW)
                                                .build()))),
                        TOO_LARGE,
                        "key_status.lineage.grace_keys"),
                arguments(
                        KEY_STATUS,
                        lineage(RecordSamples.lineage().addAllOneTimeKeyIds(keyIds(257))),
                        TOO_LARGE,
                        "key_status.lineage.one_time_key_ids"),
                arguments(
                        KEY_STATUS,
                        lineage(RecordSamples.lineage().addOneTimeKeyIds(bytes(16))),
                        MALFORMED,
                        "key_status.lineage.one_time_key_ids"),
                arguments(
                        KEY_STATUS,
                        lineage(RecordSamples.lineage().setPeer(BOB).addOneTimeKeyIds(keyId(8))),
                        MALFORMED,
                        "key_status.lineage.one_time_key_ids"),
                arguments(
                        KEY_STATUS,
                        lineage(RecordSamples.lineage().addOneTimeKeyIds(keyId())),
                        MALFORMED,
                        "key_status.lineage.key_id"),
                arguments(POLICY, RecordSamples.policy().setAuthor("admin"), MALFORMED, "policy_record.author"),
                arguments(
                        POLICY,
                        PolicyRecord.newBuilder(RecordSamples.policy().build()).setEvidence(slice(2, 0, 1)),
                        MALFORMED,
                        "policy_record.evidence.envelopes"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsUpToTheLimits(Reader reader, Message.Builder message) throws WireException {
        assertThat(reader.read(message.build().toByteString())).isEqualTo(message.build());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesBeyondThem(Reader reader, Message.Builder message, RejectionReason reason, String field) {
        assertRefused(() -> reader.read(message.build().toByteString()), reason, field);
    }

    @Test
    void aVerdictIsToldWithoutReadingIt() {
        DeliveryRecord verdict =
                DeliveryRecord.newBuilder().setVerdict(RecordSamples.verdict()).build();
        assertThat(DeliveryParser.isVerdict(verdict.toByteString())).isTrue();
        assertThat(DeliveryParser.isVerdict(
                        directive(RecordSamples.directive()).build().toByteString()))
                .isFalse();
        assertThat(DeliveryParser.isVerdict(DeliveryRecord.newBuilder()
                        .setSlice(slice(1, 0))
                        .build()
                        .toByteString()))
                .isFalse();
        assertThat(DeliveryParser.isVerdict(ByteString.EMPTY)).isFalse();
    }
}
