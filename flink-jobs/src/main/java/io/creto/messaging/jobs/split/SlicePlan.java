package io.creto.messaging.jobs.split;

import com.google.protobuf.CodedOutputStream;
import io.creto.messaging.schemas.EnvelopeParser;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.schemas.WireLimits;
import io.creto.messaging.v1.FleetRecord;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the envelopes of a batch are cut into slices: one or more for each route, in the order of the batch, each measured and
 * below the limit of a record (architecture §4). Header and signature are paid once a slice.
 *
 * @param pieces the slices with their routes
 * @param unroutable envelopes whose recipient's fleet is not known
 */
public record SlicePlan(List<Piece> pieces, List<SlicedEnvelope> unroutable) {
    /** Left free in a record for what stands around a slice: key, headers and the frame of a record batch. */
    private static final int FRAME_BYTES = 4096;
    /** Largest slice in a record. */
    public static final int MAX_SLICE_BYTES = WireLimits.MAX_RECORD_BYTES - FRAME_BYTES;

    /** A slice and where it goes. */
    public record Piece(Route route, Slice slice) {}

    /**
     * Plans.
     *
     * @param batch all envelopes that go on, as one slice
     * @param fleets finds a fleet by its name
     * @param maxSliceBytes largest slice, {@link #MAX_SLICE_BYTES}; a single envelope goes alone, whatever its size
     * @throws WireException if the slice does not hold what has been verified
     */
    public static SlicePlan of(Slice batch, Function<String, Optional<FleetRecord>> fleets, int maxSliceBytes)
            throws WireException {
        Map<Route, List<SlicedEnvelope>> routed = new LinkedHashMap<>();
        List<SlicedEnvelope> unroutable = new ArrayList<>();
        for (SlicedEnvelope envelope : batch.getEnvelopesList()) {
            var header = EnvelopeParser.header(envelope.getEnvelope().getHeader());
            Optional<Route> route = Routes.of(header, envelope.getEnvelope(), fleets);
            route.map(to -> routed.computeIfAbsent(to, none -> new ArrayList<>()))
                    .orElse(unroutable)
                    .add(envelope);
        }
        Slice frame = batch.toBuilder().clearEnvelopes().build();
        List<Piece> pieces = new ArrayList<>();
        routed.forEach((route, envelopes) ->
                cut(frame, envelopes, maxSliceBytes).forEach(slice -> pieces.add(new Piece(route, slice))));
        return new SlicePlan(pieces, unroutable);
    }

    private static List<Slice> cut(Slice frame, List<SlicedEnvelope> envelopes, int maxSliceBytes) {
        List<Slice> slices = new ArrayList<>();
        Slice.Builder slice = frame.toBuilder();
        int size = frame.getSerializedSize();
        for (SlicedEnvelope envelope : envelopes) {
            int added = CodedOutputStream.computeMessageSize(Slice.ENVELOPES_FIELD_NUMBER, envelope);
            if (slice.getEnvelopesCount() > 0 && size + added > maxSliceBytes) {
                slices.add(slice.build());
                slice = frame.toBuilder();
                size = frame.getSerializedSize();
            }
            slice.addEnvelopes(envelope);
            size += added;
        }
        slices.add(slice.build());
        return slices;
    }
}
