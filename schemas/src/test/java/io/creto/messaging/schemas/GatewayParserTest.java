package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.GatewaySamples.channel;
import static io.creto.messaging.schemas.GatewaySamples.fault;
import static io.creto.messaging.schemas.GatewaySamples.getChannel;
import static io.creto.messaging.schemas.GatewaySamples.prekey;
import static io.creto.messaging.schemas.GatewaySamples.step;
import static io.creto.messaging.schemas.GatewaySamples.subject;
import static io.creto.messaging.schemas.Values.ALICE;
import static io.creto.messaging.schemas.Values.BOB;
import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.assertRefused;
import static io.creto.messaging.schemas.Values.bytes;
import static io.creto.messaging.schemas.Values.hash;
import static io.creto.messaging.schemas.Values.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import io.creto.messaging.schemas.Readers.Reader;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.RejectionReason;
import io.creto.messaging.v1.SubmitRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What gateway and SDK say to each other about submissions and the directory. */
class GatewayParserTest {
    private static final Reader SUBMIT = GatewayParser::submitRequest;
    private static final Reader SUBMITTED = GatewayParser::submitResponse;
    private static final Reader IDENTITIES = GatewayParser::getIdentitiesRequest;
    private static final Reader FOUND = GatewayParser::getIdentitiesResponse;
    private static final Reader LIST = GatewayParser::listAgentsRequest;
    private static final Reader KEYS = GatewayParser::fetchKeysRequest;
    private static final Reader FETCHED = GatewayParser::fetchKeysResponse;
    private static final Reader CHANNEL = GatewayParser::getChannelResponse;

    private static List<String> agents(int count) {
        return IntStream.range(0, count).mapToObj(i -> "acme/a" + i).toList();
    }

    private static GetIdentitiesRequest.Builder identities(int count) {
        GetIdentitiesRequest.Builder request = GetIdentitiesRequest.newBuilder();
        agents(count).forEach(agent -> request.addSubjects(subject(agent)));
        return request;
    }

    private static FetchKeysRequest.Builder keys(int count) {
        FetchKeysRequest.Builder request = FetchKeysRequest.newBuilder();
        agents(count).forEach(agent -> request.addOwners(subject(agent).setVersion(2)));
        return request;
    }

    static List<Arguments> accepted() {
        return List.of(
                arguments(SUBMIT, SubmitRequest.newBuilder().setBatch(bytes(WireLimits.MAX_BATCH_BYTES))),
                arguments(SUBMITTED, fault(fault().setReason(RejectionReason.REJECTION_REASON_FENCED))),
                arguments(
                        IDENTITIES,
                        identities(64).setSubjects(0, subject("acme").setVersion(7))),
                arguments(FOUND, GetIdentitiesResponse.newBuilder()),
                arguments(FOUND, GatewaySamples.identities().addDeferred(BOB).addDeferred("acme")),
                arguments(
                        LIST,
                        GatewaySamples.listAgents().setPageToken(text(255)).setPageSize(256)),
                arguments(KEYS, keys(32)),
                arguments(FETCHED, FetchKeysResponse.newBuilder()),
                arguments(FETCHED, GatewaySamples.keys().addPrekeys(prekey(2).setOneTime(true))),
                arguments(CHANNEL, getChannel().addSteps(step(1)).addSteps(step(2))),
                arguments(
                        CHANNEL,
                        getChannel().setChannel(channel().setDeleted(true)).addSteps(step(9))));
    }

    static List<Arguments> refused() {
        return List.of(
                arguments(
                        SUBMIT,
                        SubmitRequest.newBuilder().setBatch(bytes(WireLimits.MAX_BATCH_BYTES + 1)),
                        TOO_LARGE,
                        "submit_request.batch"),
                arguments(SUBMITTED, fault(fault().setCode(17)), MALFORMED, "submit_response.fault.code"),
                arguments(SUBMITTED, fault(fault().setDetail(text(1025))), TOO_LARGE, "submit_response.fault.detail"),
                arguments(
                        SUBMITTED,
                        fault(fault().setRetryAfterMs(-1)),
                        MALFORMED,
                        "submit_response.fault.retry_after_ms"),
                arguments(IDENTITIES, identities(65), TOO_LARGE, "get_identities_request.subjects"),
                arguments(
                        IDENTITIES,
                        identities(1).addSubjects(subject("Acme")),
                        MALFORMED,
                        "get_identities_request.subjects.subject"),
                arguments(
                        FOUND,
                        GetIdentitiesResponse.newBuilder().addDeferred(BOB),
                        MALFORMED,
                        "get_identities_response.deferred"),
                arguments(
                        FOUND,
                        GatewaySamples.identities().addDeferred(ALICE),
                        MALFORMED,
                        "get_identities_response.identities"),
                arguments(
                        LIST, GatewaySamples.listAgents().setPageSize(257), MALFORMED, "list_agents_request.page_size"),
                arguments(
                        LIST,
                        GatewaySamples.listAgents().setPageToken(text(256)),
                        TOO_LARGE,
                        "list_agents_request.page_token"),
                arguments(KEYS, keys(33), TOO_LARGE, "fetch_keys_request.owners"),
                arguments(KEYS, keys(1).addOwners(subject("acme")), MALFORMED, "fetch_keys_request.owners.subject"),
                arguments(
                        FETCHED,
                        GatewaySamples.keys().addPrekeys(prekey(2).setPeer(BOB).setOneTime(true)),
                        MALFORMED,
                        "fetch_keys_response.prekeys.one_time"),
                arguments(
                        CHANNEL,
                        getChannel().clearChannel().addSteps(step(1)),
                        MALFORMED,
                        "get_channel_response.steps"),
                arguments(
                        CHANNEL,
                        getChannel().addSteps(step(1)).addSteps(step(3)),
                        MALFORMED,
                        "get_channel_response.steps.version"),
                arguments(
                        CHANNEL,
                        getChannel().addSteps(step(1).setPreviousRosterHash(hash())),
                        MALFORMED,
                        "get_channel_response.steps.previous_roster_hash"));
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
    void theLargestKeysFitIntoAnAnswer() throws WireException {
        var upload = CommandSamples.upload().setPeer("*").setCurrent(CommandSamples.prekey(100));
        IntStream.range(0, WireLimits.MAX_STAGED_KEYS).forEach(i -> upload.addStaged(CommandSamples.prekey(i)));
        IntStream.range(0, WireLimits.MAX_ONE_TIME_KEYS).forEach(i -> upload.addOneTime(CommandSamples.prekey(40 + i)));
        var sliced = WireSamples.sliced(255);
        sliced.clearPath();
        IntStream.range(0, WireLimits.MAX_PATH_LENGTH).forEach(i -> sliced.addPath(hash()));
        sliced.getEnvelopeBuilder()
                .setHeader(bytes(WireLimits.MAX_ENVELOPE_HEADER_BYTES))
                .setBody(upload.build().toByteString());
        FetchKeysResponse.Builder answer = FetchKeysResponse.newBuilder();
        for (int i = 0; i < WireLimits.MAX_KEY_OWNERS; i++) {
            String owner = "acme/" + text(120) + i;
            var evidence = WireSamples.slice(256).addEnvelopes(sliced);
            answer.addPrekeys(prekey(1).setOwner(owner).setEvidence(evidence));
            answer.addPrekeys(prekey(2).setOwner(owner).setEvidence(evidence));
        }
        FetchKeysResponse largest = answer.build();
        assertThat(GatewayParser.fetchKeysResponse(largest.toByteString())).isEqualTo(largest);
        assertThat(largest.getSerializedSize()).isLessThan(WireLimits.MAX_ANSWER_BYTES * 9 / 10);
    }
}
