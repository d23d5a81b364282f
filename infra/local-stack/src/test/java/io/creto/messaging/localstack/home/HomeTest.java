package io.creto.messaging.localstack.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.creto.messaging.localstack.OwnerOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may look into a home. */
class HomeTest {
    @TempDir
    private Path directory;

    @Test
    void aHomeIsMadeForItsOwnersEyesOnly() throws Exception {
        Home home = new Home(directory.resolve("new/home"));

        StoreSecret.of(null, home);

        assertThat(rights(home.root())).isEqualTo("rwx------");
        assertThat(rights(home.storeKeyFile())).isEqualTo("rw-------");
    }

    @Test
    void aHomeThatIsThereKeepsItsRights() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));

        new Home(directory).make();

        assertThat(rights(directory)).isEqualTo("rwxr-x---");
    }

    @Test
    void aHomeThatCannotBeMadeIsExplained() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(new Home(file.resolve("home"))::make)
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("cannot be made");
    }

    @Test
    void ofTwoWhoMakeAFileTheFirstWins() throws Exception {
        Path file = directory.resolve("store.key");

        OwnerOnly.create(file, new byte[] {1});
        OwnerOnly.create(file, new byte[] {2});

        assertThat(file).hasBinaryContent(new byte[] {1});
        assertThat(directory.toFile().list()).as("no draft is left").containsExactly("store.key");
    }

    private static String rights(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
