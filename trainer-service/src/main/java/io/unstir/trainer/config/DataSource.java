package io.unstir.trainer.config;

import java.nio.file.Path;

/** Where training data come from. */
public sealed interface DataSource {

    /** A folder of images, read as {@code kind} says. */
    record Folder(Path path, Kind kind) implements DataSource {
        public enum Kind {
            /** By what lies in the folder: {@code metadata.jsonl}, sub-folders with images, or just images. */
            AUTO,
            /** Images with captions, listed in {@code metadata.jsonl}. */
            CAPTIONS,
            /** A sub-folder for each class. */
            CLASSES,
            /** Images that nothing is said of. */
            IMAGES
        }
    }

    /** One picture, over and over. */
    record Image(Path file) implements DataSource {}

    /**
     * Points in the plane.
     *
     * @param count how many
     * @param seed of the generator that draws them
     */
    record Points(Distribution distribution, int count, long seed) implements DataSource {
        public enum Distribution {
            SWISS_ROLL,
            TWO_MOONS,
            EIGHT_GAUSSIANS,
            CHECKERBOARD
        }

        /** x and y. */
        public static final int CHANNELS = 2;
    }
}
