package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.AgentRecord;
import io.creto.messaging.v1.Fault;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetChannelRequest;
import io.creto.messaging.v1.GetChannelResponse;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.IdentityRecord;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.ListAgentsResponse;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.RosterStep;
import io.creto.messaging.v1.SubjectVersion;
import io.creto.messaging.v1.SubmitRequest;
import io.creto.messaging.v1.SubmitResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the requests and answers of the gateway's submissions and directory ({@link DeliveryCallParser}: of its deliveries, {@link
 * PolicyCallParser}: those about policies). All refuse more than 1 MiB (a request) or 4 MiB (an answer) and lists above their limits with TOO_LARGE, and with MALFORMED ids,
 * names, times and numbers against their form and elements that stand twice. Records inside are held to what their own parsers
 * demand. Evidence and signatures are not verified here.
 */
public final class GatewayParser {
    /** Of every request of the gateway's services. */
    static final int MAX_REQUEST_BYTES = WireLimits.MAX_BATCH_BYTES + 16;

    private static final int MAX_STATUS_CODE = 16;
    private static final StrictWire<SubmitRequest> SUBMIT_REQUEST =
            StrictWire.of(SubmitRequest.getDescriptor(), SubmitRequest.parser(), MAX_REQUEST_BYTES);
    private static final StrictWire<SubmitResponse> SUBMIT_RESPONSE =
            StrictWire.of(SubmitResponse.getDescriptor(), SubmitResponse.parser(), WireLimits.MAX_ANSWER_BYTES);
    private static final StrictWire<GetIdentitiesRequest> GET_IDENTITIES_REQUEST =
            StrictWire.of(GetIdentitiesRequest.getDescriptor(), GetIdentitiesRequest.parser(), MAX_REQUEST_BYTES);
    private static final StrictWire<GetIdentitiesResponse> GET_IDENTITIES_RESPONSE = StrictWire.of(
            GetIdentitiesResponse.getDescriptor(), GetIdentitiesResponse.parser(), WireLimits.MAX_ANSWER_BYTES);
    private static final StrictWire<ListAgentsRequest> LIST_AGENTS_REQUEST =
            StrictWire.of(ListAgentsRequest.getDescriptor(), ListAgentsRequest.parser(), MAX_REQUEST_BYTES);
    private static final StrictWire<ListAgentsResponse> LIST_AGENTS_RESPONSE =
            StrictWire.of(ListAgentsResponse.getDescriptor(), ListAgentsResponse.parser(), WireLimits.MAX_ANSWER_BYTES);
    private static final StrictWire<FetchKeysRequest> FETCH_KEYS_REQUEST =
            StrictWire.of(FetchKeysRequest.getDescriptor(), FetchKeysRequest.parser(), MAX_REQUEST_BYTES);
    private static final StrictWire<FetchKeysResponse> FETCH_KEYS_RESPONSE =
            StrictWire.of(FetchKeysResponse.getDescriptor(), FetchKeysResponse.parser(), WireLimits.MAX_ANSWER_BYTES);
    private static final StrictWire<GetChannelRequest> GET_CHANNEL_REQUEST =
            StrictWire.of(GetChannelRequest.getDescriptor(), GetChannelRequest.parser(), MAX_REQUEST_BYTES);
    private static final StrictWire<GetChannelResponse> GET_CHANNEL_RESPONSE =
            StrictWire.of(GetChannelResponse.getDescriptor(), GetChannelResponse.parser(), WireLimits.MAX_ANSWER_BYTES);

    private GatewayParser() {}

    /** Reads a request whose batch stays bytes, 1 to 1 MiB, for {@link BatchParser}. */
    public static SubmitRequest submitRequest(ByteString bytes) throws WireException {
        SubmitRequest request = SUBMIT_REQUEST.parse(bytes);
        Check.size(request.getBatch(), 1, WireLimits.MAX_BATCH_BYTES, "submit_request.batch");
        return request;
    }

    /** Reads the answer to a batch; refuses one that is neither accepted nor a fault with a status code of 1 to 16. */
    public static SubmitResponse submitResponse(ByteString bytes) throws WireException {
        SubmitResponse response = SUBMIT_RESPONSE.parse(bytes);
        String path = "submit_response.";
        MessageId.check(response.getBatchId(), path + "batch_id");
        switch (response.getResultCase()) {
            case ACCEPTED -> Check.time(response.getAccepted().getIngestTimeMs(), path + "accepted.ingest_time_ms");
            case FAULT -> check(response.getFault(), path + "fault.");
            case RESULT_NOT_SET -> throw WireException.malformed(path + "result", "absent, must be given");
        }
        return response;
    }

    /** Reads a question for 1 to 64 agents or fleets. */
    public static GetIdentitiesRequest getIdentitiesRequest(ByteString bytes) throws WireException {
        GetIdentitiesRequest request = GET_IDENTITIES_REQUEST.parse(bytes);
        String path = "get_identities_request.subjects";
        Check.count(request.getSubjectsCount(), 1, WireLimits.MAX_IDENTITIES, path);
        for (SubjectVersion subject : request.getSubjectsList()) {
            subject(subject.getSubject(), path + ".subject");
            Check.range(subject.getVersion(), 0, Long.MAX_VALUE, path + ".version");
        }
        distinctSubjects(request.getSubjectsList(), path);
        return request;
    }

    /** Reads at most 64 identities, found or deferred; refuses what {@link RecordParser#identity} refuses. */
    public static GetIdentitiesResponse getIdentitiesResponse(ByteString bytes) throws WireException {
        GetIdentitiesResponse response = GET_IDENTITIES_RESPONSE.parse(bytes);
        String path = "get_identities_response.";
        int answered = response.getIdentitiesCount();
        Check.count(answered + response.getDeferredCount(), 0, WireLimits.MAX_IDENTITIES, path + "identities");
        List<String> subjects = new ArrayList<>(response.getDeferredList());
        for (String deferred : subjects) {
            subject(deferred, path + "deferred");
        }
        Check.rule(answered > 0 || subjects.isEmpty(), path + "deferred", "nothing else answered, must be something");
        for (IdentityRecord identity : response.getIdentitiesList()) {
            RecordParser.check(identity, path + "identities.");
            subjects.add(
                    identity.hasAgent()
                            ? identity.getAgent().getAgent()
                            : identity.getFleet().getFleet());
        }
        Check.distinct(subjects, path + "identities");
        return response;
    }

    /** Reads a question for a page of at most 256 agents. */
    public static ListAgentsRequest listAgentsRequest(ByteString bytes) throws WireException {
        ListAgentsRequest request = LIST_AGENTS_REQUEST.parse(bytes);
        String path = "list_agents_request.";
        AgentId.checkFleet(request.getFleet(), path + "fleet");
        Check.name(request.getPageToken(), 0, WireLimits.MAX_PAGE_TOKEN_BYTES, path + "page_token");
        pageSize(request.getPageSize(), path + "page_size");
        Check.range(request.getMinVersion(), 0, Long.MAX_VALUE, path + "min_version");
        return request;
    }

    /** Reads a page of at most 256 agents. */
    public static ListAgentsResponse listAgentsResponse(ByteString bytes) throws WireException {
        ListAgentsResponse response = LIST_AGENTS_RESPONSE.parse(bytes);
        String path = "list_agents_response.";
        Check.count(response.getAgentsCount(), 0, WireLimits.MAX_PAGE_SIZE, path + "agents");
        for (AgentRecord agent : response.getAgentsList()) {
            IdentityRules.agent(agent, path + "agents.");
        }
        Check.distinct(
                response.getAgentsList().stream().map(AgentRecord::getAgent).toList(), path + "agents");
        Check.name(response.getNextPageToken(), 0, WireLimits.MAX_PAGE_TOKEN_BYTES, path + "next_page_token");
        return response;
    }

    /** Reads a question for the keys of 1 to 32 agents. */
    public static FetchKeysRequest fetchKeysRequest(ByteString bytes) throws WireException {
        FetchKeysRequest request = FETCH_KEYS_REQUEST.parse(bytes);
        String path = "fetch_keys_request.owners";
        Check.count(request.getOwnersCount(), 1, WireLimits.MAX_KEY_OWNERS, path);
        for (SubjectVersion owner : request.getOwnersList()) {
            AgentId.check(owner.getSubject(), path + ".subject");
            Check.range(owner.getVersion(), 0, Long.MAX_VALUE, path + ".version");
        }
        distinctSubjects(request.getOwnersList(), path);
        return request;
    }

    /** Reads at most 64 keys; refuses what {@link DirectoryParser#prekey} refuses, and an owner's key id twice. */
    public static FetchKeysResponse fetchKeysResponse(ByteString bytes) throws WireException {
        FetchKeysResponse response = FETCH_KEYS_RESPONSE.parse(bytes);
        String path = "fetch_keys_response.prekeys";
        int max = WireLimits.MAX_KEY_OWNERS * WireLimits.MAX_KEYS_OF_OWNER;
        Check.count(response.getPrekeysCount(), 0, max, path);
        for (PrekeyRecord record : response.getPrekeysList()) {
            DirectoryParser.check(record, path + ".");
        }
        Check.distinct(
                response.getPrekeysList().stream()
                        .map(record ->
                                List.of(record.getOwner(), record.getPrekey().getKeyId()))
                        .toList(),
                path);
        return response;
    }

    /** Reads a question for a channel, by id or name, and a page of at most 256 steps of its roster. */
    public static GetChannelRequest getChannelRequest(ByteString bytes) throws WireException {
        GetChannelRequest request = GET_CHANNEL_REQUEST.parse(bytes);
        String path = "get_channel_request.";
        switch (request.getByCase()) {
            case CHANNEL -> MessageId.check(request.getChannel(), path + "channel");
            case NAME -> AgentId.check(request.getName(), path + "name");
            case BY_NOT_SET -> throw WireException.malformed(path + "by", "absent, must be given");
        }
        Check.range(request.getFromRosterVersion(), 0, Long.MAX_VALUE, path + "from_roster_version");
        pageSize(request.getPageSize(), path + "page_size");
        Check.range(request.getMinVersion(), 0, Long.MAX_VALUE, path + "min_version");
        return request;
    }

    /** Reads a channel, if there is one, with at most 256 steps of its roster by rising version without gap. */
    public static GetChannelResponse getChannelResponse(ByteString bytes) throws WireException {
        GetChannelResponse response = GET_CHANNEL_RESPONSE.parse(bytes);
        String path = "get_channel_response.";
        Check.count(response.getStepsCount(), 0, WireLimits.MAX_PAGE_SIZE, path + "steps");
        if (response.hasChannel()) {
            DirectoryParser.check(response.getChannel(), path + "channel.");
        } else {
            Check.absent(response.getStepsCount() == 0, path + "steps", "without channel");
        }
        for (int i = 0; i < response.getStepsCount(); i++) {
            RosterStep step = response.getSteps(i);
            DirectoryParser.check(step, path + "steps.");
            boolean next = step.getVersion() == response.getSteps(0).getVersion() + i;
            Check.rule(next, path + "steps.version", "must be one more than the step's before");
        }
        return response;
    }

    private static void check(Fault fault, String path) throws WireException {
        Check.range(Integer.toUnsignedLong(fault.getCode()), 1, MAX_STATUS_CODE, path + "code");
        Check.prose(fault.getDetail(), WireLimits.MAX_TEXT_BYTES, path + "detail");
        Check.range(fault.getRetryAfterMs(), 0, WireLimits.MAX_TIME_MS, path + "retry_after_ms");
    }

    /** How many elements a page may have at most; 0: what is usual. */
    static void pageSize(int size, String path) throws WireException {
        Check.range(Integer.toUnsignedLong(size), 0, WireLimits.MAX_PAGE_SIZE, path);
    }

    private static void subject(String subject, String path) throws WireException {
        if (subject.indexOf('/') < 0) {
            AgentId.checkFleet(subject, path);
        } else {
            AgentId.check(subject, path);
        }
    }

    private static void distinctSubjects(List<SubjectVersion> subjects, String path) throws WireException {
        Check.distinct(subjects.stream().map(SubjectVersion::getSubject).toList(), path);
    }
}
