package io.creto.messaging.schemas;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.AcknowledgeCursorRequest;
import io.creto.messaging.v1.AcknowledgeCursorResponse;
import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.FetchDeliveriesRequest;
import io.creto.messaging.v1.FetchDeliveriesResponse;
import io.creto.messaging.v1.OpenDelivery;
import io.creto.messaging.v1.ReceiveRequest;
import io.creto.messaging.v1.ReceiveResponse;
import java.util.List;

/**
 * Reads the requests and answers by which agents receive through the gateway. All refuse more than 1 MiB (a request) or 4 MiB (an
 * answer) and lists above their limits with TOO_LARGE, and with MALFORMED agents, cursors and numbers against their form, agents of
 * several fleets and elements that stand twice. Signatures are not verified here.
 */
public final class DeliveryCallParser {
    private static final StrictWire<ReceiveRequest> RECEIVE_REQUEST =
            StrictWire.of(ReceiveRequest.getDescriptor(), ReceiveRequest.parser(), GatewayParser.MAX_REQUEST_BYTES);
    private static final StrictWire<ReceiveResponse> RECEIVE_RESPONSE =
            StrictWire.of(ReceiveResponse.getDescriptor(), ReceiveResponse.parser(), WireLimits.MAX_ANSWER_BYTES);
    private static final StrictWire<FetchDeliveriesRequest> FETCH_DELIVERIES_REQUEST = StrictWire.of(
            FetchDeliveriesRequest.getDescriptor(), FetchDeliveriesRequest.parser(), GatewayParser.MAX_REQUEST_BYTES);
    private static final StrictWire<FetchDeliveriesResponse> FETCH_DELIVERIES_RESPONSE = StrictWire.of(
            FetchDeliveriesResponse.getDescriptor(), FetchDeliveriesResponse.parser(), WireLimits.MAX_ANSWER_BYTES);
    private static final StrictWire<AcknowledgeCursorRequest> ACKNOWLEDGE_CURSOR_REQUEST = StrictWire.of(
            AcknowledgeCursorRequest.getDescriptor(),
            AcknowledgeCursorRequest.parser(),
            GatewayParser.MAX_REQUEST_BYTES);
    private static final StrictWire<AcknowledgeCursorResponse> ACKNOWLEDGE_CURSOR_RESPONSE = StrictWire.of(
            AcknowledgeCursorResponse.getDescriptor(), AcknowledgeCursorResponse.parser(), WireLimits.MAX_ANSWER_BYTES);

    private DeliveryCallParser() {}

    /** Reads what a receiver says: 1 to 4096 agents of one fleet with a credit of 1 to 65536, or more credit. */
    public static ReceiveRequest receiveRequest(ByteString bytes) throws WireException {
        ReceiveRequest request = RECEIVE_REQUEST.parse(bytes);
        String path = "receive_request.";
        switch (request.getRequestCase()) {
            case OPEN -> check(request.getOpen(), path + "open.");
            case CREDIT -> credit(request.getCredit(), path + "credit");
            case REQUEST_NOT_SET -> throw WireException.malformed(path + "request", "absent, must be given");
        }
        return request;
    }

    /** Reads a cursor, with its record or without; refuses what {@link DeliveryParser#record} refuses. */
    public static ReceiveResponse receiveResponse(ByteString bytes) throws WireException {
        ReceiveResponse response = RECEIVE_RESPONSE.parse(bytes);
        if (response.hasRecord()) {
            DeliveryParser.check(response.getRecord(), "receive_response.record.");
        }
        Check.present(response.hasCursor(), "receive_response.cursor");
        check(response.getCursor(), "receive_response.cursor.");
        return response;
    }

    /** Reads a fetch: what {@link #receiveRequest} demands of what is opened, and a wait of at most 30 s. */
    public static FetchDeliveriesRequest fetchDeliveriesRequest(ByteString bytes) throws WireException {
        FetchDeliveriesRequest request = FETCH_DELIVERIES_REQUEST.parse(bytes);
        String path = "fetch_deliveries_request.";
        Check.present(request.hasOpen(), path + "open");
        check(request.getOpen(), path + "open.");
        Check.range(Integer.toUnsignedLong(request.getWaitMs()), 0, WireLimits.MAX_FETCH_WAIT_MS, path + "wait_ms");
        return request;
    }

    /** Reads what was fetched, if anything; refuses what {@link DeliveryParser#record} refuses. */
    public static FetchDeliveriesResponse fetchDeliveriesResponse(ByteString bytes) throws WireException {
        FetchDeliveriesResponse response = FETCH_DELIVERIES_RESPONSE.parse(bytes);
        String path = "fetch_deliveries_response.";
        Check.count(response.getRecordsCount(), 0, WireLimits.MAX_CREDIT, path + "records");
        for (DeliveryRecord record : response.getRecordsList()) {
            DeliveryParser.check(record, path + "records.");
        }
        cursors(response.getCursorsList(), 1, path + "cursors");
        return response;
    }

    /** Reads 1 to 3072 cursors with their 1 to 4096 agents. */
    public static AcknowledgeCursorRequest acknowledgeCursorRequest(ByteString bytes) throws WireException {
        AcknowledgeCursorRequest request = ACKNOWLEDGE_CURSOR_REQUEST.parse(bytes);
        agents(request.getAgentsList(), "acknowledge_cursor_request.agents");
        cursors(request.getCursorsList(), 1, "acknowledge_cursor_request.cursors");
        return request;
    }

    /** Reads an answer that says nothing. */
    public static AcknowledgeCursorResponse acknowledgeCursorResponse(ByteString bytes) throws WireException {
        return ACKNOWLEDGE_CURSOR_RESPONSE.parse(bytes);
    }

    private static void agents(List<String> agents, String path) throws WireException {
        Check.count(agents.size(), 1, WireLimits.MAX_RECEIVING_AGENTS, path);
        for (String agent : agents) {
            AgentId.check(agent, path);
            Check.rule(AgentId.sameFleet(agent, agents.get(0)), path, "must be of one fleet");
        }
        Check.distinct(agents, path);
    }

    private static void check(OpenDelivery open, String path) throws WireException {
        agents(open.getAgentsList(), path + "agents");
        cursors(open.getCursorsList(), 0, path + "cursors");
        credit(open.getCredit(), path + "credit");
        Check.given(open.getContent(), path + "content");
        Check.given(open.getStart(), path + "start");
    }

    private static void cursors(List<DeliveryCursor> cursors, int min, String path) throws WireException {
        Check.count(cursors.size(), min, WireLimits.MAX_CURSORS, path);
        for (DeliveryCursor cursor : cursors) {
            check(cursor, path + ".");
        }
        Check.distinct(
                cursors.stream()
                        .map(cursor -> cursor.toBuilder().clearOffset().build())
                        .toList(),
                path);
    }

    private static void check(DeliveryCursor cursor, String path) throws WireException {
        Check.range(cursor.getGeneration(), 1, Integer.MAX_VALUE, path + "generation");
        Check.given(cursor.getLane(), path + "lane");
        Check.range(cursor.getPartition(), 0, WireLimits.MAX_DELIVERY_PARTITIONS - 1, path + "partition");
        Check.range(cursor.getOffset(), 0, Long.MAX_VALUE, path + "offset");
    }

    private static void credit(int credit, String path) throws WireException {
        Check.range(Integer.toUnsignedLong(credit), 1, WireLimits.MAX_CREDIT, path);
    }
}
