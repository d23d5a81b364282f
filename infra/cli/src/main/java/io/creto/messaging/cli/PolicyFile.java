package io.creto.messaging.cli;

import io.creto.messaging.jobs.policy.PolicyFileException;
import io.creto.messaging.jobs.policy.PolicyYaml;
import io.creto.messaging.v1.PolicyDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Policies in files. */
final class PolicyFile {
    private PolicyFile() {}

    /**
     * Reads one.
     *
     * @throws PolicyFileException with all that is wrong with it
     * @throws CliException if it cannot be read at all
     */
    static PolicyDocument read(Path file) throws PolicyFileException {
        try (InputStream in = Files.newInputStream(file)) {
            return PolicyYaml.read(in.readNBytes(PolicyYaml.MAX_BYTES + 1));
        } catch (NoSuchFileException e) {
            throw new CliException(ExitCode.FAILED, file + " does not exist", e);
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads one that must be right.
     *
     * @throws CliException with all that is wrong with it, one {@code FILE:LINE:COLUMN: message} a line
     */
    static PolicyDocument valid(Path file) {
        try {
            return read(file);
        } catch (PolicyFileException e) {
            String problems = e.problems().stream()
                    .map(problem -> file + ":" + problem)
                    .collect(Collectors.joining(System.lineSeparator()));
            throw new CliException(ExitCode.FAILED, problems, e);
        }
    }
}
