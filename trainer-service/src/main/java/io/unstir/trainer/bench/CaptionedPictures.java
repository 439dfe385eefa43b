package io.unstir.trainer.bench;

import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.DataCache;
import io.unstir.trainer.data.DataSets;
import io.unstir.trainer.data.TrainingData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** A folder of captioned pictures of noise, to be read as anybody's is: decoded, encoded and put into memory-mapped files once. */
record CaptionedPictures(Path folder) {
    static final int COUNT = 512;
    private static final int SIDE = 64;

    TrainingData load(int imageSize) throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        var random = new SplittableRandom(1);
        var captions = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            ImageIO.write(noise(random), "png", pictures.resolve(i + ".png").toFile());
            captions.append("{\"file_name\": \"%d.png\", \"text\": \"noise, picture %d of many\"}\n".formatted(i, i));
        }
        Files.writeString(pictures.resolve("metadata.jsonl"), captions);
        var config = new TrainingConfigReader().readData("""
                data: {kind: captions, folder: pictures, image_size: %d}
                """.formatted(imageSize), folder);
        return DataSets.load(config, new DataCache(folder.resolve("cache")), (done, total) -> {})
                .training();
    }

    private static BufferedImage noise(SplittableRandom random) {
        var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        return image;
    }
}
