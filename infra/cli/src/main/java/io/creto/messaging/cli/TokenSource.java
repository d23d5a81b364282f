package io.creto.messaging.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an enrolment token comes from: out of a file or a pipe, where neither {@code ps} nor the shell's history shows it. */
final class TokenSource {
    private static final Path STANDARD_INPUT = Path.of("-");

    /** Many times a token, so that a wrong file is noticed and not read whole. */
    private static final int MAX_BYTES = 4096;

    @Option(
            names = "--token",
            required = true,
            paramLabel = "T",
            description = "As 'creto token issue' printed it; without a value it is asked for.",
            arity = "0..1",
            interactive = true,
            echo = false)
    private char @Nullable [] text;

    @Option(
            names = "--token-file",
            required = true,
            paramLabel = "FILE",
            description = "Holds the token; '-' is standard input:%n"
                    + "creto token issue F/NAME | creto agent enrol F/NAME --token-file -")
    private @Nullable Path file;

    /**
     * The token as text.
     *
     * @throws CliException if there is none
     */
    String read() {
        if (text != null) {
            return new String(text);
        }
        Path from = file == null ? STANDARD_INPUT : file;
        try (InputStream in = from.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(from)) {
            String read = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
            if (read.isEmpty()) {
                throw new CliException(
                        ExitCode.FAILED, "--token-file " + from + " holds no token: 'creto token issue' prints one");
            }
            return read;
        } catch (NoSuchFileException e) {
            throw new CliException(ExitCode.FAILED, "--token-file " + from + " does not exist", e);
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, "--token-file " + from + " cannot be read: " + e.getMessage(), e);
        }
    }
}
