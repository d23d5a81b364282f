package io.creto.messaging.crypto.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class VectorFolderTest {
    private final Path folder;

    VectorFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void folderIsTakenFromTheRootOfTheRepository() {
        Properties properties = new Properties();
        properties.setProperty(VectorFolder.ROOT_PROPERTY, folder.toString());
        properties.setProperty(VectorFolder.PROPERTY, "vectors");
        assertThat(VectorFolder.resolve(properties)).isEqualTo(folder.resolve("vectors"));
        properties.setProperty(VectorFolder.PROPERTY, folder.resolve("absolute").toString());
        assertThat(VectorFolder.resolve(properties)).isEqualTo(folder.resolve("absolute"));
    }

    @Test
    void absentFolderSkipsButFailsInContinuousIntegration() {
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> VectorFolder.require(absent, Map.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("-Dcreto.vectors=DIR");
        assertThatThrownBy(() -> VectorFolder.require(absent, Map.of("CI", "true")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("-Dcreto.vectors=DIR");
    }
}
