package io.creto.messaging.jobs.split;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.creto.messaging.jobs.fleet.FleetShares;
import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.jobs.state.FleetShare;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.Envelope;
import io.creto.messaging.v1.EnvelopeHeader;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the admitted envelopes of a batch are cut into slices: one or more for each route, in the order of the batch, each
 * measured and below the limit of a record (architecture §4). Header and signature are paid once a slice.
 *
 * @param pieces the slices with their routes
 * @param unroutable envelopes whose recipients' fleet is not known, by fleet
 */
public record SlicePlan(List<Piece> pieces, Map<String, Admitted> unroutable) {
    /** Left free in a record for what stands around a slice: key, headers and the frame of a record batch. */
    private static final int FRAME_BYTES = 4096;
    /** Largest slice in a record. */
    public static final int MAX_SLICE_BYTES = WireLimits.MAX_RECORD_BYTES - FRAME_BYTES;

    /**
     * A slice and where it goes.
     *
     * @param leafHashes of its envelopes, in the same order
     */
    public record Piece(Route route, Slice slice, List<ByteString> leafHashes) {}

    /** The same for a slice out of a log, whose leaf hashes nobody needs: they are empty in the pieces. */
    public static SlicePlan of(Slice slice, Function<String, Optional<FleetShare>> fleets, int maxSliceBytes)
            throws WireException {
        Admitted admitted = Admitted.newBuilder()
                .setSlice(slice)
                .addAllLeafHashes(Collections.nCopies(slice.getEnvelopesCount(), ByteString.EMPTY))
                .build();
        return of(admitted, fleets, maxSliceBytes);
    }

    /**
     * Plans.
     *
     * @param admitted envelopes of one batch
     * @param fleets finds a fleet by its name
     * @param maxSliceBytes largest slice, {@link #MAX_SLICE_BYTES}; a single envelope goes alone, whatever its size
     * @throws WireException if the slice does not hold what has been verified
     */
    public static SlicePlan of(Admitted admitted, Function<String, Optional<FleetShare>> fleets, int maxSliceBytes)
            throws WireException {
        Slice batch = admitted.getSlice();
        Map<Route, List<Integer>> routed = new LinkedHashMap<>();
        Map<String, List<Integer>> unroutable = new LinkedHashMap<>();
        for (int i = 0; i < batch.getEnvelopesCount(); i++) {
            Envelope envelope = batch.getEnvelopes(i).getEnvelope();
            EnvelopeHeader header = EnvelopeParser.header(envelope.getHeader());
            Optional<Route> route = Routes.of(header, envelope, fleets);
            List<Integer> indices = route.isPresent()
                    ? routed.computeIfAbsent(route.get(), none -> new ArrayList<>())
                    : unroutable.computeIfAbsent(fleet(header), none -> new ArrayList<>());
            indices.add(i);
        }
        List<Piece> pieces = new ArrayList<>();
        routed.forEach((route, indices) -> cut(admitted, route, indices, maxSliceBytes, pieces));
        Map<String, Admitted> held = new LinkedHashMap<>();
        unroutable.forEach((fleet, indices) -> held.put(fleet, part(admitted, indices)));
        return new SlicePlan(pieces, held);
    }

    private static String fleet(EnvelopeHeader header) {
        return FleetShares.fleetOf(Routes.agent(header).orElseThrow());
    }

    private static Admitted part(Admitted admitted, List<Integer> indices) {
        Slice.Builder slice = admitted.getSlice().toBuilder().clearEnvelopes();
        Admitted.Builder part = admitted.toBuilder().clearLeafHashes();
        for (int i : indices) {
            slice.addEnvelopes(admitted.getSlice().getEnvelopes(i));
            part.addLeafHashes(admitted.getLeafHashes(i));
        }
        return part.setSlice(slice).build();
    }

    private static void cut(
            Admitted admitted, Route route, List<Integer> indices, int maxSliceBytes, List<Piece> pieces) {
        Slice frame = admitted.getSlice().toBuilder().clearEnvelopes().build();
        List<Integer> piece = new ArrayList<>();
        int size = frame.getSerializedSize();
        for (int i : indices) {
            SlicedEnvelope envelope = admitted.getSlice().getEnvelopes(i);
            int added = CodedOutputStream.computeMessageSize(Slice.ENVELOPES_FIELD_NUMBER, envelope);
            if (!piece.isEmpty() && size + added > maxSliceBytes) {
                pieces.add(piece(admitted, route, piece));
                piece.clear();
                size = frame.getSerializedSize();
            }
            piece.add(i);
            size += added;
        }
        pieces.add(piece(admitted, route, piece));
    }

    private static Piece piece(Admitted admitted, Route route, List<Integer> indices) {
        boolean whole = indices.size() == admitted.getLeafHashesCount();
        Admitted part = whole ? admitted : part(admitted, indices);
        return new Piece(route, part.getSlice(), part.getLeafHashesList());
    }
}
