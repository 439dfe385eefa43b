package io.unstir.local.command;

import io.unstir.local.image.Slug;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where images go: {@code FILE.png}, and {@code FILE-0.png}, {@code FILE-1.png}, ... when there are several; without a file, the
 * prompt and the seed make the name.
 */
record OutputFiles(Optional<Path> given) {
    private static final String SUFFIX = ".png";

    /**
     * @param position of the image among all this command makes
     * @param all how many it makes
     */
    Path of(String prompt, long seed, int index, int position, int all) {
        if (given.isEmpty()) {
            return Path.of(Slug.of(prompt) + "-" + seed + (index > 0 ? "-" + index : "") + SUFFIX);
        }
        return all == 1 ? given.get() : numbered(given.get(), position);
    }

    private static Path numbered(Path file, int number) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String suffix = dot > 0 ? name.substring(dot) : SUFFIX;
        return file.resolveSibling(stem + "-" + number + suffix);
    }
}
