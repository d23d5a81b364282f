package io.creto.messaging.jobs.job;

import io.creto.messaging.jobs.config.ConfigException;
import io.creto.messaging.jobs.config.JobConfig;
import io.creto.messaging.jobs.config.JobConfigReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs one of the jobs by itself, or submits it where Flink's client runs this. Exit code 0: it has ended; 1: it has failed;
 * 2: the command line or an option cannot be used.
 */
@Command(
        name = "flink-jobs",
        description = "Runs a job of Creto Messaging until it is stopped.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class JobMain implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    /** The jobs, by the names that the command line gives them. */
    private static final Map<String, BiConsumer<StreamExecutionEnvironment, JobConfig>> JOBS = new TreeMap<>(Map.of(
            "messaging", MessagingJob::define,
            "key-management", KeyManagementJob::define,
            "read-model", ReadModelJob::define));

    @Parameters(paramLabel = "JOB", description = "messaging, key-management or read-model")
    private String job = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "options in YAML: creto.* as README.md lists them, all others are Flink's")
    private Path config = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs a job; see --help. */
    public static void main(String[] arguments) {
        logDefault("showDateTime", "true");
        logDefault("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        logDefault("log.org.apache.kafka", "warn"); // its clients log each try to reach a broker that is not there
        System.exit(commandLine().execute(arguments));
    }

    /** For the logger of the runnable jar; a system property given by the operator counts more. */
    private static void logDefault(String name, String value) {
        String property = "org.slf4j.simpleLogger." + name;
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new JobMain()).setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            commandLine.getErr().println("flink-jobs: " + line(failure));
            return failure instanceof ConfigException ? UNUSABLE : FAILED;
        });
    }

    @Override
    public Integer call() throws Exception {
        var definition = JOBS.get(job);
        if (definition == null) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "'" + job + "' is no job, must be one of " + String.join(", ", JOBS.keySet()));
        }
        JobConfig options = JobConfigReader.read(config);
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(options.options());
        definition.accept(environment, options);
        environment.execute(job.equals("messaging") ? MessagingJob.name(options) : job);
        return 0;
    }

    /** The innermost cause says what is wrong; those around it say only that something is. */
    private static String line(Throwable failure) {
        if (failure instanceof ConfigException) {
            return String.valueOf(failure.getMessage());
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause).lines().findFirst().orElse("");
    }
}
