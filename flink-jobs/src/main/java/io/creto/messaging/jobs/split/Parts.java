package io.creto.messaging.jobs.split;

import io.creto.messaging.jobs.state.Admitted;
import io.creto.messaging.v1.Slice;
import java.util.List;

/** Parts of what has been admitted. */
public final class Parts {
    private Parts() {}

    /** The envelopes at these places, in this order: the same object if they are all. */
    public static Admitted of(Admitted admitted, List<Integer> places) {
        if (places.size() == admitted.getLeafHashesCount()) {
            return admitted;
        }
        Slice.Builder slice = admitted.getSlice().toBuilder().clearEnvelopes();
        Admitted.Builder part = admitted.toBuilder().clearLeafHashes();
        for (int i : places) {
            slice.addEnvelopes(admitted.getSlice().getEnvelopes(i));
            part.addLeafHashes(admitted.getLeafHashes(i));
        }
        return part.setSlice(slice).build();
    }
}
