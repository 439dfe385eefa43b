package io.unstir.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.network.Conditioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionedPicturesTest {
    @TempDir
    private Path folder;

    @Test
    void areReadFromMemoryMappedFilesAsAFolderOfAnybodysIs() throws IOException {
        TrainingData data = new CaptionedPictures(folder).load(8);

        assertThat(data.size()).isEqualTo(CaptionedPictures.COUNT);
        assertThat(data.conditioning()).isEqualTo(new Conditioning.Text(24, 384));
        float[] first = new float[data.conditioning().length()];
        float[] second = first.clone();
        data.copyCondition(0, first, 0);
        data.copyCondition(1, second, 0);
        assertThat(first).isNotEqualTo(second);
        try (var cached = Files.list(folder.resolve("cache"))) {
            assertThat(cached).hasSize(2).allMatch(file -> file.toString().endsWith(".blocks"));
        }
    }
}
