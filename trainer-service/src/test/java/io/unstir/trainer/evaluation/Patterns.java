package io.unstir.trainer.evaluation;

import io.unstir.trainer.bundle.Sha256;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.DataSet;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.network.Conditioning;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Small pictures of stripes: dark or light ones across, down or none, each a little different, two captions a picture. Numbers
 * enough to learn on, and a model that "makes" more of them.
 *
 * @param first number of the first picture
 * @param categories names, or none
 */
record Patterns(int first, int pictures, List<String> categories) implements TrainingData {
    static final int SIZE = 8;
    static final List<String> NAMES = List.of("across", "down", "plain");

    private static final int CAPTIONS = 2;

    static DataSet dataSet(int pictures) {
        return new DataSet(new Patterns(0, pictures, NAMES), Optional.empty(), List.of());
    }

    /** How the pictures would have been decoded. */
    static TrainingConfig.Data config() {
        return new TrainingConfigReader()
                .readData("model: patterns\ndata: {folder: patterns, image_size: 8}\n", Path.of("/"));
    }

    @Override
    public int size() {
        return CAPTIONS * pictures;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public int imageSize() {
        return SIZE;
    }

    @Override
    public Conditioning conditioning() {
        return new Conditioning.None();
    }

    @Override
    public void copyImage(int index, float[] target, int offset) {
        int number = first + index / CAPTIONS;
        var random = new SplittableRandom(number);
        double colour = random.nextDouble(-0.5, 0.5);
        int phase = random.nextInt(2);
        for (int i = 0; i < channels() * SIZE * SIZE; i++) {
            int along =
                    switch (NAMES.get(number % NAMES.size())) {
                        case "across" -> i / SIZE % SIZE;
                        case "down" -> i % SIZE;
                        default -> 0;
                    };
            double stripe = (along + phase) / 2 % 2 == 0 ? 0.4 : -0.4;
            target[offset + i] = (float) (colour + stripe + random.nextDouble(-0.1, 0.1));
        }
    }

    @Override
    public void copyCondition(int index, float[] target, int offset) {}

    @Override
    public void copyNoCondition(float[] target, int offset) {}

    @Override
    public Optional<String> prompt(int index) {
        int number = first + index / CAPTIONS;
        return Optional.of(
                index % CAPTIONS == 0 ? "a pattern" : NAMES.get(number % NAMES.size()) + " number " + number);
    }

    @Override
    public int category(int index) {
        return (first + index / CAPTIONS) % NAMES.size();
    }

    @Override
    public String digest() {
        return "0".repeat(64);
    }

    /** Writes the pictures as a folder of made ones. */
    Path writeTo(Path folder, int steps) throws IOException {
        Files.createDirectories(folder);
        var index = new StringBuilder();
        for (int picture = 0; picture < pictures; picture++) {
            byte[] png = png(CAPTIONS * picture);
            String name = "%04d.png".formatted(picture);
            Files.write(folder.resolve(name), png);
            index.append("{\"file\": \"%s\", \"sha256\": \"%s\", \"category\": \"%s\"}\n"
                    .formatted(name, Sha256.of(png), NAMES.get(category(CAPTIONS * picture))));
        }
        Files.writeString(folder.resolve("images.jsonl"), index);
        Files.writeString(
                folder.resolve("sampling.json"),
                "{\"solver\": \"ddim\", \"steps\": %d, \"guidance_scale\": 2.5, \"seed\": 7}".formatted(steps));
        return folder;
    }

    private byte[] png(int index) throws IOException {
        float[] values = new float[3 * SIZE * SIZE];
        copyImage(index, values, 0);
        var image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SIZE * SIZE; i++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                rgb = rgb << 8 | Math.round((values[channel * SIZE * SIZE + i] + 1) * 127.5f);
            }
            image.setRGB(i % SIZE, i / SIZE, rgb);
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
