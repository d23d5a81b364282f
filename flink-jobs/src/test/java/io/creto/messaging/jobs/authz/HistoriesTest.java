package io.creto.messaging.jobs.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.creto.messaging.jobs.state.PolicyHistory;
import io.creto.messaging.jobs.state.PolicyVersion;
import io.creto.messaging.jobs.state.TraitHistory;
import io.creto.messaging.jobs.state.TraitVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoriesTest {
    private static final long NOTHING_READ = Long.MIN_VALUE;

    private static PolicyVersion policy(long version, long fromMs) {
        return PolicyVersion.newBuilder()
                .setVersion(version)
                .setEffectiveFromMs(fromMs)
                .build();
    }

    private static TraitVersion traits(long version, String... groups) {
        TraitVersion.Builder traits =
                TraitVersion.newBuilder().setVersion(version).setEffectiveFromMs(version * 100);
        for (String group : groups) {
            traits.addGroups(group);
        }
        return traits.build();
    }

    private static PolicyHistory history(PolicyVersion... versions) {
        PolicyHistory history = PolicyHistory.getDefaultInstance();
        for (PolicyVersion version : versions) {
            history = Histories.with(history, version, NOTHING_READ).orElseThrow();
        }
        return history;
    }

    @Test
    void eachVersionCountsUntilTheNextBegins() {
        var versions = history(policy(1, 100), policy(2, 200), policy(3, 300)).getVersionsList();

        assertThat(Histories.at(versions, PolicyVersion::getEffectiveFromMs, 99))
                .isEmpty();
        assertThat(at(versions, 100)).isEqualTo(1);
        assertThat(at(versions, 199)).isEqualTo(1);
        assertThat(at(versions, 200)).isEqualTo(2);
        assertThat(at(versions, 1_000_000)).isEqualTo(3);
    }

    @Test
    void olderVersionsAndRepeatsAreNoNews() {
        PolicyHistory history = history(policy(1, 100), policy(3, 300));

        assertThat(Histories.with(history, policy(2, 200), NOTHING_READ)).isEmpty();
        assertThat(Histories.with(history, policy(3, 300), NOTHING_READ)).isEmpty();
    }

    @Test
    void whatCountedLastLongAgoIsDroppedAndTheRestIsNot() {
        PolicyHistory history = history(policy(1, 100), policy(2, 200), policy(3, 300));
        long whenTheSecondBeganLongAgo = 200 + Histories.KEPT_MS;

        assertThat(Histories.with(history, policy(4, 400), whenTheSecondBeganLongAgo)
                        .orElseThrow()
                        .getVersionsList())
                .extracting(PolicyVersion::getVersion)
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(Histories.with(history, policy(4, 400), whenTheSecondBeganLongAgo + 1)
                        .orElseThrow()
                        .getVersionsList())
                .extracting(PolicyVersion::getVersion)
                .containsExactly(2L, 3L, 4L);
    }

    @Test
    void soManyVersionsAreKeptHoweverFewHaveBeenRead() {
        PolicyHistory history = PolicyHistory.getDefaultInstance();
        for (int version = 1; version <= Histories.MAX_KEPT + 5; version++) {
            history = Histories.with(history, policy(version, version), NOTHING_READ)
                    .orElseThrow();
        }
        assertThat(history.getVersionsList())
                .hasSize(Histories.MAX_KEPT)
                .first()
                .extracting(PolicyVersion::getVersion)
                .isEqualTo(6L);
    }

    @Test
    void traitsThatDoNotChangeAreNoNews() {
        assertThat(Histories.with(null, traits(1), NOTHING_READ)).isEmpty();
        Optional<TraitHistory> first = Histories.with(null, traits(2, "day"), NOTHING_READ);
        assertThat(first).isPresent();
        assertThat(Histories.with(first.get(), traits(3, "day"), NOTHING_READ)).isEmpty();
        assertThat(Histories.with(first.get(), traits(1, "night"), NOTHING_READ))
                .isEmpty();
        assertThat(Histories.with(first.get(), traits(4), NOTHING_READ)
                        .orElseThrow()
                        .getVersionsList())
                .extracting(TraitVersion::getVersion)
                .containsExactly(2L, 4L);
    }

    private static long at(List<PolicyVersion> versions, long timeMs) {
        return Histories.at(versions, PolicyVersion::getEffectiveFromMs, timeMs)
                .orElseThrow()
                .getVersion();
    }
}
