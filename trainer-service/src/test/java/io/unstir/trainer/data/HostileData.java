package io.unstir.trainer.data;

import io.unstir.trainer.config.Colour;
import io.unstir.trainer.config.Fit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the trainer takes for pictures, captions and its own cache. */
public final class HostileData {
    private HostileData() {}

    public static void picture(byte[] file) throws IOException {
        new ImageDecoder(8, Colour.RGB, Fit.CROP).decode(file);
    }

    public static void captions(Path folder, byte[] index) throws IOException {
        Files.write(folder.resolve(CaptionIndex.FILE), index);
        CaptionIndex.read(folder);
    }

    public static void blocks(Path folder, byte[] cached) throws IOException {
        Path file = folder.resolve("blocks");
        // Not over what an earlier one maps.
        Files.deleteIfExists(file);
        BlockFile.open(Files.write(file, cached), 1).ifPresent(blocks -> blocks.failure(0));
    }
}
