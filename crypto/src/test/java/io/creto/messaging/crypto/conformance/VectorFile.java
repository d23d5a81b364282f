package io.creto.messaging.crypto.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A file below the folder.
 *
 * @param path where it lies
 * @param name relative to the folder, with slashes
 */
record VectorFile(Path path, String name) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Folders and the file's own name. */
    List<String> segments() {
        return List.of(name.split("/"));
    }

    /** The segment at this place, empty where the path is shorter. */
    String segment(int place) {
        List<String> segments = segments();
        return place < segments.size() ? segments.get(place) : "";
    }

    /** The last segment. */
    String fileName() {
        return segment(segments().size() - 1);
    }

    boolean isJson() {
        return name.endsWith(".json");
    }

    /** A file of the same directory. */
    VectorFile sibling(String otherName) {
        return new VectorFile(path.resolveSibling(otherName), name.substring(0, name.lastIndexOf('/') + 1) + otherName);
    }

    boolean exists() {
        return Files.isRegularFile(path);
    }

    JsonNode json() throws IOException {
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(path));
            if (root.isMissingNode()) {
                throw new MalformedVectorException("an empty file");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new MalformedVectorException("not JSON: " + e.getOriginalMessage());
        }
    }

    Fields jsonObject() throws IOException {
        return new Fields(json());
    }

    /** The lines of a text file, unpacked if its name ends in {@code .gz}. */
    List<String> lines() throws IOException {
        byte[] content = Files.readAllBytes(path);
        if (name.endsWith(".gz")) {
            try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(content))) {
                content = unpacked.readAllBytes();
            }
        }
        return new String(content, StandardCharsets.UTF_8).lines().toList();
    }
}
