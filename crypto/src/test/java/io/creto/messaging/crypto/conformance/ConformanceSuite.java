package io.creto.messaging.crypto.conformance;

import io.creto.messaging.crypto.internal.CryptoBackend;
import io.creto.messaging.crypto.internal.CryptoBackends;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Runs every file below a folder under every provider that loads. */
final class ConformanceSuite {

    private ConformanceSuite() {}

    static ConformanceReport run(Path folder) throws IOException {
        List<VectorFile> files = files(folder);
        List<CryptoBackend> backends = new ArrayList<>();
        backends.add(CryptoBackends.bouncyCastle());
        CryptoBackends.corretto().ifPresent(backends::add);
        ConformanceReport report = new ConformanceReport(folder);
        for (CryptoBackend backend : backends) {
            report.add(
                    backend.name(),
                    files.stream().map(file -> run(file, backend)).toList());
        }
        return report;
    }

    private static List<VectorFile> files(Path folder) throws IOException {
        Path root = folder.toRealPath();
        try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return walk.filter(Files::isRegularFile)
                    .map(path -> new VectorFile(
                            path, root.relativize(path).toString().replace('\\', '/')))
                    .sorted(Comparator.comparing(VectorFile::name))
                    .toList();
        }
    }

    private static Tally run(VectorFile file, CryptoBackend backend) {
        Tally tally = new Tally(backend.name(), file.name());
        try {
            VectorReader.of(file).read(file, new Run(backend, tally));
            if (tally.isSilent()) {
                tally.fail("vectors", "none");
            }
        } catch (MalformedVectorException e) {
            tally.fail("a readable file", "malformed: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            tally.fail("a readable file", "threw " + e);
        }
        return tally;
    }
}
