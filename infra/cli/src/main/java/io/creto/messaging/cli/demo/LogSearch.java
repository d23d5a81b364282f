package io.creto.messaging.cli.demo;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks for a text in the bytes of Kafka's log, as somebody with the disk would.
 *
 * @param bytes searched
 * @param found how often it stands there
 */
public record LogSearch(long bytes, long found) {

    /** Searches every segment under a directory. Kafka stores what the producers give it, uncompressed here. */
    static LogSearch of(Path directory, String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        List<Path> segments;
        try (Stream<Path> files = Files.walk(directory)) {
            segments = files.filter(file -> file.toString().endsWith(".log")).toList();
        }
        long bytes = 0;
        long found = 0;
        for (Path segment : segments) {
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
                MappedByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
                bytes += content.limit();
                found += count(content, wanted);
            }
        }
        return new LogSearch(bytes, found);
    }

    private static long count(MappedByteBuffer content, byte[] wanted) {
        long found = 0;
        for (int i = 0; i + wanted.length <= content.limit(); i++) {
            int matched = 0;
            while (matched < wanted.length && content.get(i + matched) == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                found++;
            }
        }
        return found;
    }
}
