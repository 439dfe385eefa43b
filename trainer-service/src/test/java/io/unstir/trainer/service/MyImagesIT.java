package io.unstir.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.BundleReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that newcomers start from, on pictures as they lie about: the packaged trainer, alone. */
class MyImagesIT {
    private static final Path EXAMPLE = Path.of("..", "deploy", "examples", "my-images.yaml");

    @TempDir
    Path folder;

    @Test
    void aFolderOfPicturesBecomesAModelAndTheCacheDoesNotShow() throws Exception {
        // Given
        Path pictures = pictures();
        Path config = Files.writeString(
                folder.resolve("my-images.yaml"),
                Files.readString(EXAMPLE)
                        .replaceFirst("steps: 6000", "steps: 2")
                        .replaceFirst("batch: 32", "batch: 2")
                        .replaceFirst("channels: \\[32, 64, 128]", "channels: [8, 8, 8]"));

        // When
        Bundle cold = train(config, "cold");
        Bundle warm = train(config, "warm");

        // Then
        assertThat(cold.manifest().getLineage().getDatasetItems()).isEqualTo(24);
        assertThat(cold.manifest().getSample().getChannels()).isEqualTo(3);
        assertThat(cold.manifest().hasText()).isFalse();
        assertThat(warm.digest()).isEqualTo(cold.digest());
        assertThat(folder.resolve("cold/broken.txt")).hasContent("broken.jpg (not a PNG, JPEG or WebP)");
        assertThat(pictures).isDirectoryNotContaining(file -> file.toString().endsWith(".blocks"));
        assertThat(folder.resolve("cache/unstir/data")).isNotEmptyDirectory();
    }

    private Bundle train(Path config, String out) throws Exception {
        var environment = Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Path run = folder.resolve(out);
        try (var training = new TrainerProcess(environment, "train", config.toString(), "--out", run.toString())) {
            assertThat(training.exitStatus()).isZero();
        }
        return new BundleReader().read(run.resolve("bundle"));
    }

    /** PNG, JPEG and WebP of different sizes, here and in a sub-folder, and one that is none. */
    private Path pictures() throws IOException {
        Path pictures = folder.resolve("my-images");
        Files.createDirectories(pictures.resolve("holidays"));
        for (int i = 0; i < 23; i++) {
            var image = new BufferedImage(20 + 5 * i, 90 - 3 * i, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i, i, 0xFF00FF);
            String name = i % 2 == 0 ? "holidays/%d.png".formatted(i) : "%d.jpg".formatted(i);
            ImageIO.write(
                    image,
                    name.endsWith("png") ? "png" : "jpg",
                    pictures.resolve(name).toFile());
        }
        try (var webP = getClass().getResourceAsStream("/data/lossy.webp")) {
            Files.write(pictures.resolve("photo.webp"), webP.readAllBytes());
        }
        Files.writeString(pictures.resolve("broken.jpg"), "no image");
        return pictures;
    }
}
