package io.unstir.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingConfigTest {
    @TempDir
    Path folder;

    private Path config(String yaml) throws IOException {
        return Files.writeString(folder.resolve("c.yaml"), yaml);
    }

    @Test
    void relativeDataFolderCountsFromTheFile() throws IOException {
        Files.createDirectories(folder.resolve("images"));

        String sent = TrainingConfig.read(config("model: tiny\ndata:\n  folder: images\n  size: 8\nlr: 2.0e-4\n"));

        assertThat(sent)
                .contains("folder: " + folder.resolve("images"))
                .contains("model: tiny")
                .contains("size: 8")
                .contains("lr: 2.0E-4");
    }

    @Test
    void absoluteDataFolderLeavesTheTextAlone() throws IOException {
        String yaml = "# mine\ndata: {folder: " + folder + "}\n";

        assertThat(TrainingConfig.read(config(yaml))).isEqualTo(yaml);
    }

    @Test
    void missingDataFolderIsNamed() throws IOException {
        Path file = config("data: {folder: nowhere}\n");

        assertThatThrownBy(() -> TrainingConfig.read(file))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("data.folder")
                .hasMessageContaining(folder.resolve("nowhere").toString());
    }

    @Test
    void relativeDataFileCountsFromTheFile() throws IOException {
        Files.createFile(folder.resolve("cat.png"));

        assertThat(TrainingConfig.read(config("data: {file: cat.png}\n")))
                .contains("file: " + folder.resolve("cat.png"));
        Path file = config("data: {file: dog.png}\n");
        assertThatThrownBy(() -> TrainingConfig.read(file))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("data.file is \"dog.png\"")
                .hasMessageContaining(folder.resolve("dog.png").toString());
    }

    @Test
    void relativeStartCountsFromTheFileWhateverTheDataAre() throws IOException {
        Files.createDirectories(folder.resolve("first/bundle"));

        String sent = TrainingConfig.read(config("model: tiny\nstart_from: first/bundle\ndata: {kind: swiss-roll}\n"));

        assertThat(sent)
                .contains("start_from: " + folder.resolve("first/bundle"))
                .contains("kind: swiss-roll");
        Path file = config("start_from: second/bundle\n");
        assertThatThrownBy(() -> TrainingConfig.read(file))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("start_from is \"second/bundle\"")
                .hasMessageContaining(folder.resolve("second/bundle").toString());
    }

    @Test
    void missingFileIsNamed() {
        assertThatThrownBy(() -> TrainingConfig.read(folder.resolve("none.yaml")))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("none.yaml");
    }
}
