package io.creto.messaging.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.v1.Lane;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionActivityTest {
    private static final IngestPartition A = new IngestPartition(Lane.LANE_URGENT, 0);
    private static final IngestPartition B = new IngestPartition(Lane.LANE_BULK, 3);
    private static final long QUIET = 500;

    private final PartitionActivity activity = new PartitionActivity(QUIET);

    @Test
    void aNewPartitionIsDueAtOnce() {
        activity.watch(List.of(A, B), Long.MIN_VALUE + QUIET);
        assertThat(activity.takeDue(Long.MIN_VALUE + QUIET)).containsExactly(A, B);
    }

    @Test
    void aPartitionIsDueWhenItWasQuietForTheInterval() {
        activity.appended(A, 1000);
        assertThat(activity.takeDue(1499)).isEmpty();
        activity.appended(A, 1400);
        assertThat(activity.takeDue(1500)).isEmpty();
        assertThat(activity.takeDue(1900)).containsExactly(A);
    }

    @Test
    void oneTickAtMostIsUnderWay() {
        activity.appended(A, 0);
        assertThat(activity.takeDue(500)).containsExactly(A);
        assertThat(activity.takeDue(100_000)).isEmpty();
        activity.tickDone(A);
        assertThat(activity.takeDue(100_001)).containsExactly(A);
    }

    @Test
    void aBatchThatOvertakesATickDelaysTheNext() {
        activity.appended(A, 0);
        assertThat(activity.takeDue(500)).containsExactly(A);
        activity.appended(A, 600);
        activity.tickDone(A);
        assertThat(activity.takeDue(1099)).isEmpty();
        assertThat(activity.takeDue(1100)).containsExactly(A);
    }
}
