package io.unstir.local.e2e;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A data set a network learns in seconds: plain squares whose caption and category say their colour. */
final class ColouredSquares {
    static final Map<String, Integer> COLOURS = Map.of("red", 0xd02020, "green", 0x20d020, "blue", 0x2020d0);
    private static final int SIZE = 8;
    private static final int COPIES = 8;

    private ColouredSquares() {}

    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>();
        for (String colour : COLOURS.keySet().stream().sorted().toList()) {
            for (int copy = 0; copy < COPIES; copy++) {
                var image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
                for (int y = 0; y < SIZE; y++) {
                    for (int x = 0; x < SIZE; x++) {
                        image.setRGB(x, y, COLOURS.get(colour) + copy * 0x030303);
                    }
                }
                String name = colour + "-" + copy + ".png";
                ImageIO.write(image, "png", folder.resolve(name).toFile());
                lines.add("{\"file_name\": \"%s\", \"text\": \"%s\", \"category\": \"%s\"}"
                        .formatted(name, colour, colour));
            }
        }
        Files.write(folder.resolve("metadata.jsonl"), lines);
    }
}
