package io.creto.messaging.jobs.mailbox;

import io.creto.messaging.jobs.state.ShardSlice;
import io.creto.messaging.v1.Slice;
import io.creto.messaging.v1.SlicedEnvelope;
import java.util.List;

/** Parts of slices. */
final class Slices {
    private Slices() {}

    /** A slice with these of its envelopes, which is the same slice if they are all. */
    static Slice of(Slice slice, List<SlicedEnvelope> envelopes) {
        return envelopes.size() == slice.getEnvelopesCount()
                ? slice
                : slice.toBuilder().clearEnvelopes().addAllEnvelopes(envelopes).build();
    }

    /** One envelope of a slice. */
    static ShardSlice only(ShardSlice slice, int index) {
        if (slice.getLeafHashesCount() == 1) {
            return slice;
        }
        return slice.toBuilder()
                .setSlice(of(slice.getSlice(), List.of(slice.getSlice().getEnvelopes(index))))
                .clearLeafHashes()
                .addLeafHashes(slice.getLeafHashes(index))
                .build();
    }
}
