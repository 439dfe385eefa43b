package io.unstir.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path parent;

    private DataFolder data() {
        return new DataFolder(parent.resolve("data"));
    }

    @Test
    void newFolderIsMadeForThisUserOnlyAndAcceptedAgain() throws IOException {
        data().open();

        assertThatCode(() -> data().open()).doesNotThrowAnyException();
        assertThat(Files.getPosixFilePermissions(data().root())).hasSize(3);
    }

    @Test
    void folderOfAnotherProgramIsRefused() throws IOException {
        Files.createDirectories(data().root());
        Files.writeString(data().root().resolve("thesis.tex"), "mine");

        assertThatThrownBy(() -> data().open())
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("thesis.tex")
                .hasMessageContaining("--data");
    }

    @Test
    void folderOfAnotherFormatIsRefused() throws IOException {
        data().open();
        Files.writeString(data().root().resolve("unstir-data.json"), "{\"format\": 99}");

        assertThatThrownBy(() -> data().open())
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("format 99")
                .hasMessageContaining("format 1");
    }

    @Test
    void unreadableMarkerIsNamed() throws IOException {
        data().open();
        Files.writeString(data().root().resolve("unstir-data.json"), "{\"form");

        assertThatThrownBy(() -> data().open())
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("unstir-data.json");
    }

    @Test
    void fileInPlaceOfTheFolderIsRefused() throws IOException {
        Files.writeString(data().root(), "a file");

        assertThatThrownBy(() -> data().open()).isInstanceOf(LocalFailure.class).hasMessageContaining("is a file");
    }

    @Test
    void databaseWithoutItsVersionIsDamaged() throws IOException {
        data().open();
        Files.createDirectories(data().postgres().resolve("base"));

        assertThatThrownBy(() -> data().checkWhole())
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("PG_VERSION");
    }

    @Test
    void brokerLogWithoutItsPropertiesIsDamaged() throws IOException {
        data().open();
        Files.createDirectories(data().kafka(1).resolve("unstir.jobs-0"));

        assertThatThrownBy(() -> data().checkWhole())
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("meta.properties");
    }

    @Test
    void brokerLogThatLostItsMetadataIsDamaged() throws IOException {
        data().open();
        Files.createDirectories(data().kafka(1));
        Files.writeString(data().kafka(1).resolve("meta.properties"), "version=1");
        data().checkWhole();

        Files.writeString(data().kafka(1).resolve("recovery-point-offset-checkpoint"), "0");

        assertThatThrownBy(() -> data().checkWhole())
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("__cluster_metadata-0");
    }

    @Test
    void databaseWithoutItsPasswordIsDamaged() throws IOException {
        data().open();
        Files.createDirectories(data().postgres());
        Files.writeString(data().postgres().resolve("PG_VERSION"), "18");

        assertThatThrownBy(() -> data().checkWhole())
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("postgres-password");
    }

    @Test
    void emptyFolderOfADatabaseIsAsGoodAsNone() throws IOException {
        data().open();
        Files.createDirectories(data().postgres());

        data().checkWhole();

        assertThat(data().postgres()).doesNotExist();
    }

    @Test
    void onlyOneHoldsTheLock() {
        data().open();
        try (DataLock held = DataLock.tryLock(data()).orElseThrow()) {
            assertThat(DataLock.tryLock(data())).isEmpty();
            assertThat(held).isNotNull();
        }

        assertThat(DataLock.tryLock(data())).hasValueSatisfying(DataLock::close);
    }
}
