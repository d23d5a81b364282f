package io.creto.messaging.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.creto.messaging.benchmarks.crypto.CryptoTable;
import io.creto.messaging.benchmarks.crypto.NativeProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code crypto}: signing, verifying, sealing and opening against the raw primitives. */
@Command(
        name = "crypto",
        description = "Batches, sealing and opening against the raw primitives of the same run.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CryptoCommand implements Callable<Integer> {

    private static final String BENCHMARKS = "benchmarks\\.crypto\\.";
    private static final String NATIVE_ONLY = "\\.RawNative";
    private static final String NONE = "^$";

    @Option(names = "--json", description = "Print one JSON document instead of tables.")
    private boolean json;

    @Option(
            names = "--forks",
            defaultValue = "3",
            description = "JVMs per benchmark, one after the other (default: ${DEFAULT-VALUE}).")
    private int forks;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description = "Measured seconds per benchmark and JVM (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws RunnerException, IOException {
        Options.range(spec, "--forks", forks, 1, 100);
        Options.range(spec, "--seconds", seconds, 1, 3600);
        String excluded = NativeProvider.isLoaded() ? NONE : NATIVE_ONLY;
        Map<String, Measurement> measured = JmhRun.measure(BENCHMARKS, excluded, forks, seconds);
        List<Ratio> ratios = CryptoTable.ratios(measured);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(measured, ratios));
        } else {
            Tables.print(out, measured.values(), ratios);
        }
        out.flush();
        return ratios.stream().allMatch(Ratio::met) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static String asJson(Map<String, Measurement> measured, List<Ratio> ratios) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", Machine.describe());
        document.put("measurements", measured.values());
        document.put(
                "ratios",
                ratios.stream()
                        .map(ratio -> Map.of(
                                "what",
                                ratio.what(),
                                "value",
                                ratio.value(),
                                "target",
                                ratio.target(),
                                "met",
                                ratio.met()))
                        .toList());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document);
    }
}
