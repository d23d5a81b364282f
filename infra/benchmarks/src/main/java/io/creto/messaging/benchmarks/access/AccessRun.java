package io.creto.messaging.benchmarks.access;

import io.creto.messaging.benchmarks.fleet.BenchFleet;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Measures, part by part. */
final class AccessRun {
    private final AccessPlan plan;
    private final Consumer<String> progress;

    /** What can be measured. */
    enum Part {
        SUBMIT,
        DELIVERY
    }

    /** @param progress hears what is being done, for people */
    AccessRun(AccessPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** Measures some parts. */
    AccessResult measure(Set<Part> parts) {
        BenchFleet fleet = new BenchFleet(new SecureRandom(), System.currentTimeMillis());
        List<SubmitResult> submissions = new ArrayList<>();
        if (parts.contains(Part.SUBMIT)) {
            for (SubmitRow row : SubmitRow.values()) {
                submissions.add(SubmitRun.measure(row, plan, fleet, progress));
            }
        }
        Optional<DeliveryResult> delivery = parts.contains(Part.DELIVERY)
                ? Optional.of(DeliveryRun.measure(plan, fleet, progress))
                : Optional.empty();
        return new AccessResult(submissions, delivery);
    }
}
