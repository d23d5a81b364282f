package io.creto.messaging.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** By what two files are seen to have changed. */
record FileStamps(FileTime firstTime, long firstSize, FileTime secondTime, long secondSize) {
    static FileStamps of(Path first, Path second) throws IOException {
        try {
            return new FileStamps(
                    Files.getLastModifiedTime(first),
                    Files.size(first),
                    Files.getLastModifiedTime(second),
                    Files.size(second));
        } catch (IOException e) {
            throw new IOException(e.getMessage() + " cannot be read", e);
        }
    }
}
