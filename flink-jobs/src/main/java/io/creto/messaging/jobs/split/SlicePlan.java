package io.creto.messaging.jobs.split;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the admitted envelopes of a batch are cut into slices: one or more for each route, in the order of the batch, each
 * measured and below the limit of a record (architecture §4). Header and signature are paid once a slice.
 *
 * @param pieces the slices with their routes
 */
record SlicePlan(List<Piece> pieces) {
    /** Left free in a record for what stands around a slice: key, headers and the frame of a record batch. */
    private static final int FRAME_BYTES = 4096;
    /** Largest slice in a record. */
    static final int MAX_SLICE_BYTES = WireLimits.MAX_RECORD_BYTES - FRAME_BYTES;

    /**
     * A slice and where it goes.
     *
     * @param leafHashes of its envelopes, in the same order
     */
    record Piece(Route route, Slice slice, List<ByteString> leafHashes) {}

    /**
     * Plans.
     *
     * @param admitted envelopes of one batch, with the fleets that they go to
     * @param maxSliceBytes largest slice, {@link #MAX_SLICE_BYTES}; a single envelope goes alone, whatever its size
     * @throws WireException if the slice does not hold what has been verified
     */
    static SlicePlan of(Admitted admitted, int maxSliceBytes) throws WireException {
        Slice batch = admitted.getSlice();
        Map<Route, List<Integer>> routed = new LinkedHashMap<>();
        for (int i = 0; i < batch.getEnvelopesCount(); i++) {
            Envelope envelope = batch.getEnvelopes(i).getEnvelope();
            EnvelopeHeader header = EnvelopeParser.header(envelope.getHeader());
            Route route = Routes.of(header, envelope, name -> fleet(admitted, name))
                    .orElseThrow(() -> new IllegalStateException("permitted without its fleet: " + header.getKind()));
            routed.computeIfAbsent(route, none -> new ArrayList<>()).add(i);
        }
        List<Piece> pieces = new ArrayList<>();
        routed.forEach((route, places) -> cut(admitted, route, places, maxSliceBytes, pieces));
        return new SlicePlan(pieces);
    }

    private static Optional<FleetShare> fleet(Admitted admitted, String name) {
        return admitted.getFleetsList().stream()
                .filter(fleet -> fleet.getFleet().equals(name))
                .findFirst();
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
        Admitted part = Parts.of(admitted, indices);
        return new Piece(route, part.getSlice(), part.getLeafHashesList());
    }
}
