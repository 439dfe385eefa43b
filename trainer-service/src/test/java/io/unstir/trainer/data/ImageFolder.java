package io.unstir.trainer.data;

import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.imageio.ImageIO;

/** A folder that a test fills with real files, and how to load it. */
record ImageFolder(Path path) {
    static final int SIZE = 4;
    static final int RED = 0xFFFF0000;

    /** A picture of one colour, 10 x 6. */
    ImageFolder png(String name, int argb) {
        return file(name, encoded("png", filled(10, 6, argb)));
    }

    ImageFolder captioned(String name, int argb, String caption) {
        return png(name, argb).line("{\"file_name\": \"%s\", \"text\": \"%s\"}".formatted(name, caption));
    }

    ImageFolder line(String line) {
        return write(path.resolve("metadata.jsonl"), (line + "\n").getBytes(), StandardOpenOption.APPEND);
    }

    ImageFolder file(String name, byte[] content) {
        return write(path.resolve(name), content, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private ImageFolder write(Path file, byte[] content, StandardOpenOption option) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content, StandardOpenOption.CREATE, StandardOpenOption.WRITE, option);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BufferedImage filled(int width, int height, int argb) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, argb);
        }
        return image;
    }

    static byte[] encoded(String format, BufferedImage image) {
        try (var out = new ByteArrayOutputStream()) {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer for this image");
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] resource(String name) {
        try (var in = ImageFolder.class.getResourceAsStream("/data/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param more further keys of the section, for example {@code , held_out: 0.1} */
    TrainingConfig.Data config(String more) {
        String yaml = "model: test\nnetwork: {channels: [8]}\ndata: {folder: %s, image_size: %d, max_tokens: 8%s}\n"
                .formatted(path, SIZE, more);
        return new TrainingConfigReader().read(yaml, path).data();
    }

    DataSet load(DataCache cache) {
        return load(cache, "");
    }

    DataSet load(DataCache cache, String more) {
        return DataSets.load(config(more), cache, (_, _) -> {});
    }

    static float[] image(TrainingData data, int index) {
        float[] image = new float[data.channels() * data.imageSize() * data.imageSize()];
        data.copyImage(index, image, 0);
        return image;
    }

    static float[] condition(TrainingData data, int index) {
        float[] condition = new float[data.conditioning().length()];
        data.copyCondition(index, condition, 0);
        return condition;
    }
}
