package io.unstir.trainer.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An image and what is said of it.
 *
 * @param name unique for a file: its path inside the data folder, with {@code /}
 * @param category class or category of the image
 */
record Item(String name, Path file, Optional<String> caption, Optional<String> category) {}
