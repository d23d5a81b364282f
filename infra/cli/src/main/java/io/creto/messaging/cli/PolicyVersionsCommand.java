package io.creto.messaging.cli;

import io.creto.messaging.v1.PolicyVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code creto policy versions}. */
@Command(
        name = "versions",
        description = "List the versions of a fleet's policy, the newest first.",
        mixinStandardHelpOptions = true)
final class PolicyVersionsCommand implements Callable<Integer> {
    private static final int MAX_COUNT = 10_000;

    private static final List<String> COLUMNS = List.of("version", "policy", "author", "recorded", "counts from");

    @Mixin
    private Settings settings;

    @Mixin
    private PolicyActing acting;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int count;

    @Override
    public Integer call() {
        Range.check("--count", count, 1, MAX_COUNT);
        try (Policies policies = Policies.open(settings, acting)) {
            List<PolicyVersion> versions = policies.list(count);
            if (settings.json()) {
                settings.output()
                        .result(
                                "",
                                versions.stream()
                                        .map(PolicyVersionsCommand::row)
                                        .toList());
            } else {
                settings.output()
                        .table(
                                COLUMNS,
                                versions.stream()
                                        .map(PolicyVersionsCommand::cells)
                                        .toList());
            }
        }
        return ExitCode.OK.number();
    }

    private static Map<String, Object> row(PolicyVersion version) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("version", version.getVersion());
        row.put("policy", version.getPolicy());
        row.put("author", version.getAuthor());
        row.put("initial", version.getInitial());
        row.put("recordedAtMs", version.getRecordedAtMs());
        row.put("effectiveFromMs", version.getEffectiveFromMs());
        return row;
    }

    private static Map<String, Object> cells(PolicyVersion version) {
        return Map.of(
                "version",
                version.getVersion(),
                "policy",
                version.getPolicy(),
                "author",
                version.getInitial() ? version.getAuthor() + " (initial)" : version.getAuthor(),
                "recorded",
                Policies.time(version.getRecordedAtMs()),
                "counts from",
                Policies.time(version.getEffectiveFromMs()));
    }
}
