package io.creto.messaging.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a job left behind: {@code <directory>/<job id>/chk-<n>/_metadata}, written when the checkpoint was complete. */
final class Checkpoints {
    private static final String METADATA = "_metadata";
    private static final int DEPTH = 3;

    private Checkpoints() {}

    /** The newest complete checkpoint in a job's directory. */
    static Optional<Path> newest(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(directory, DEPTH)) {
            return files.filter(file -> file.endsWith(METADATA))
                    .max(Comparator.comparing(Checkpoints::time).thenComparing(Checkpoints::number))
                    .map(Path::getParent);
        } catch (IOException e) {
            throw new StackException(directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static FileTime time(Path metadata) {
        try {
            return Files.getLastModifiedTime(metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(Path metadata) {
        String name = metadata.getName(metadata.getNameCount() - 2).toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1));
    }
}
