package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.GatewaySamples.cursor;
import static io.creto.messaging.schemas.GatewaySamples.open;
import static io.creto.messaging.schemas.Values.ALICE;
import static io.creto.messaging.schemas.Values.MALFORMED;
import static io.creto.messaging.schemas.Values.TOO_LARGE;
import static io.creto.messaging.schemas.Values.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import io.creto.messaging.schemas.Readers.Reader;
import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.OpenDelivery;
import io.creto.messaging.v1.ReceiveRequest;
import io.creto.messaging.v1.RejectionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What gateway and SDK say to each other about deliveries. */
class DeliveryCallParserTest {
    private static final Reader RECEIVE = DeliveryCallParser::receiveRequest;
    private static final Reader RECEIVED = DeliveryCallParser::receiveResponse;
    private static final Reader FETCH = DeliveryCallParser::fetchDeliveriesRequest;
    private static final Reader FETCHED_RECORDS = DeliveryCallParser::fetchDeliveriesResponse;
    private static final Reader ACKNOWLEDGE = DeliveryCallParser::acknowledgeCursorRequest;

    private static List<String> agents(int count) {
        return IntStream.range(0, count).mapToObj(i -> "acme/a" + i).toList();
    }

    private static List<DeliveryCursor> cursors(int partitions, int lanes) {
        List<DeliveryCursor> cursors = new ArrayList<>();
        for (int lane = 1; lane <= lanes; lane++) {
            for (int partition = 0; partition < partitions; partition++) {
                cursors.add(cursor(partition).setLaneValue(lane).build());
            }
        }
        return cursors;
    }

    private static ReceiveRequest.Builder opening(OpenDelivery.Builder open) {
        return ReceiveRequest.newBuilder().setOpen(open);
    }

    static List<Arguments> accepted() {
        return List.of(
                arguments(
                        RECEIVE,
                        opening(open().clearAgents().addAllAgents(agents(4096)).setCredit(65_536))),
                arguments(RECEIVE, opening(open().addAllCursors(cursors(1024, 3)))),
                arguments(RECEIVED, GatewaySamples.received().clearRecord()),
                arguments(FETCH, GatewaySamples.fetch().setWaitMs(30_000)),
                arguments(FETCHED_RECORDS, GatewaySamples.fetched().clearRecords()));
    }

    static List<Arguments> refused() {
        String open = "receive_request.open.";
        return List.of(
                arguments(RECEIVE, opening(open().addAllAgents(agents(4096))), TOO_LARGE, open + "agents"),
                arguments(RECEIVE, opening(open().addAgents(ALICE)), MALFORMED, open + "agents"),
                arguments(RECEIVE, opening(open().setCredit(65_537)), MALFORMED, open + "credit"),
                arguments(RECEIVE, opening(open().addAgents("other/alice")), MALFORMED, open + "agents"),
                arguments(RECEIVE, opening(open().clearContent()), MALFORMED, open + "content"),
                arguments(RECEIVE, opening(open().clearStart()), MALFORMED, open + "start"),
                arguments(
                        RECEIVE,
                        opening(open().addAllCursors(cursors(1024, 3)).addCursors(cursor(0))),
                        TOO_LARGE,
                        open + "cursors"),
                arguments(
                        RECEIVE,
                        opening(open().addCursors(cursor(0))
                                .addCursors(cursor(0).setOffset(9))),
                        MALFORMED,
                        open + "cursors"),
                arguments(RECEIVE, opening(open().addCursors(cursor(1024))), MALFORMED, open + "cursors.partition"),
                arguments(
                        RECEIVE,
                        opening(open().addCursors(cursor(0).setOffset(-1))),
                        MALFORMED,
                        open + "cursors.offset"),
                arguments(
                        RECEIVE,
                        opening(open().addCursors(cursor(0).setGeneration(0))),
                        MALFORMED,
                        open + "cursors.generation"),
                arguments(RECEIVE, opening(open().addCursors(cursor(0).clearLane())), MALFORMED, open + "cursors.lane"),
                arguments(
                        FETCH, GatewaySamples.fetch().setWaitMs(30_001), MALFORMED, "fetch_deliveries_request.wait_ms"),
                arguments(FETCH, GatewaySamples.fetch().clearOpen(), MALFORMED, "fetch_deliveries_request.open"),
                arguments(
                        FETCHED_RECORDS,
                        GatewaySamples.fetched().clearCursors(),
                        MALFORMED,
                        "fetch_deliveries_response.cursors"),
                arguments(
                        ACKNOWLEDGE,
                        GatewaySamples.acknowledge().clearCursors(),
                        MALFORMED,
                        "acknowledge_cursor_request.cursors"),
                arguments(RECEIVE, ReceiveRequest.newBuilder().setCredit(0), MALFORMED, "receive_request.credit"),
                arguments(RECEIVED, GatewaySamples.received().clearCursor(), MALFORMED, "receive_response.cursor"));
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
}
