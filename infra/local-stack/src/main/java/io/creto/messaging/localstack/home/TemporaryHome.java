package io.creto.messaging.localstack.home;

import io.creto.messaging.localstack.StackException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A home that goes with its stack. */
public record TemporaryHome(Home home) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryHome.class);

    public static TemporaryHome create() {
        try {
            return new TemporaryHome(new Home(Files.createTempDirectory("creto-")));
        } catch (IOException e) {
            throw new StackException("no temporary directory: " + e.getMessage(), e);
        }
    }

    /** Deletes it. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(home.root(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("{} is not deleted whole", home.root(), e);
        }
    }
}
