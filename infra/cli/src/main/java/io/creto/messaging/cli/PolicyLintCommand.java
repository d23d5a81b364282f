package io.creto.messaging.cli;

import io.creto.messaging.jobs.policy.PolicyFileException;
import io.creto.messaging.jobs.policy.PolicyFileException.Problem;
import io.creto.messaging.v1.PolicyDocument;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code creto policy lint}: all that is wrong with policies, without a stack. */
@Command(
        name = "lint",
        description = {
            "Say all that is wrong with policies, as FILE:LINE:COLUMN: message.",
            "Exit code 0 only if nothing is. Needs no stack."
        },
        mixinStandardHelpOptions = true)
final class PolicyLintCommand implements Callable<Integer> {
    @Mixin
    private Settings settings;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Policies in YAML.")
    private List<Path> files;

    @Override
    public Integer call() {
        boolean good = true;
        for (Path file : files) {
            good &= check(file);
        }
        return (good ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private boolean check(Path file) {
        try {
            PolicyDocument document = PolicyFile.read(file);
            String found = "policy \"" + document.getId() + "\", " + document.getRulesCount() + " rules, "
                    + document.getQuotasCount() + " quotas";
            settings.output().result(file + ": " + found, result(file, List.of()));
            return true;
        } catch (PolicyFileException e) {
            settings.output()
                    .result(
                            e.problems().stream()
                                    .map(problem -> file + ":" + problem)
                                    .collect(Collectors.joining(System.lineSeparator())),
                            result(file, e.problems()));
            return false;
        }
    }

    private static Map<String, Object> result(Path file, List<Problem> problems) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("file", file.toString());
        result.put("valid", problems.isEmpty());
        result.put("problems", problems);
        return result;
    }
}
