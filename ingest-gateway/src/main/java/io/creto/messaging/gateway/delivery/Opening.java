package io.creto.messaging.gateway.delivery;

import io.creto.messaging.gateway.delivery.DeliveryLog.Range;
import io.creto.messaging.schemas.WireException;
import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.DeliveryStart;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a receiver begins. Pure. */
final class Opening {
    private Opening() {}

    /**
     * The offsets that cursors name.
     *
     * @param field that the cursors stand in
     * @throws WireException MALFORMED if a cursor is not of one of the partitions
     */
    static Map<Place, Long> offsets(Collection<Place> places, List<DeliveryCursor> cursors, String field)
            throws WireException {
        Map<DeliveryCursor, Place> byCursor = new HashMap<>();
        places.forEach(place -> byCursor.put(place.cursor(0), place));
        Map<Place, Long> offsets = new HashMap<>();
        for (DeliveryCursor cursor : cursors) {
            Place place = byCursor.get(cursor.toBuilder().setOffset(0).build());
            if (place == null) {
                throw WireException.malformed(field, "not of a partition of these agents");
            }
            offsets.put(place, cursor.getOffset());
        }
        return offsets;
    }

    /**
     * The offset of the first record.
     *
     * @param given by the receiver
     * @param acknowledged before
     */
    static long position(Range range, DeliveryStart start, @Nullable Long given, @Nullable Long acknowledged) {
        Long wanted = given;
        if (wanted == null && start == DeliveryStart.DELIVERY_START_ACKNOWLEDGED) {
            wanted = acknowledged;
        }
        if (wanted != null) {
            return range.contains(wanted) ? wanted : range.begin();
        }
        return start == DeliveryStart.DELIVERY_START_LATEST ? range.end() : range.begin();
    }
}
