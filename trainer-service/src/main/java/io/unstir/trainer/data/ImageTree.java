package io.unstir.trainer.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The images under a folder, found by their names' endings and ordered by name. What is hidden (begins with a dot) is passed over.
 *
 * @param names paths inside {@code folder}, with {@code /}
 * @param others how many files have which other ending
 */
record ImageTree(Path folder, List<String> names, TreeMap<String, Long> others) {
    private static final int DEEPEST = 16;
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "webp");

    static ImageTree of(Path folder) {
        try (var files = Files.walk(folder, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            List<String> all = files.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .filter(ImageTree::isVisible)
                    .map(file -> file.toString().replace(file.getFileSystem().getSeparator(), "/"))
                    .sorted()
                    .toList();
            return new ImageTree(
                    folder,
                    all.stream().filter(name -> ENDINGS.contains(ending(name))).toList(),
                    all.stream()
                            .map(ImageTree::ending)
                            .filter(ending -> !ENDINGS.contains(ending))
                            .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting())));
        } catch (IOException | UncheckedIOException e) {
            throw new DatasetException("data.folder could not be read: " + e.getMessage(), e);
        }
    }

    /** Whether every image lies in a sub-folder, and there are at least two of those. */
    boolean isSortedIntoClasses() {
        return names.stream().allMatch(name -> name.contains("/"))
                && names.stream().map(ImageTree::top).distinct().count() >= 2;
    }

    /** Nothing is said of the images. */
    List<Item> images() {
        requireImages(names);
        return names.stream().map(name -> item(name, Optional.empty())).toList();
    }

    /** An image's class is the first folder on its path; images outside of folders have none and are passed over. */
    List<Item> classes() {
        List<String> sorted = names.stream().filter(name -> name.contains("/")).toList();
        requireImages(sorted);
        requireDifferent(sorted.stream().map(ImageTree::top).distinct().toList());
        return sorted.stream().map(name -> item(name, Optional.of(top(name)))).toList();
    }

    private Item item(String name, Optional<String> category) {
        return new Item(name, folder.resolve(name), Optional.empty(), category);
    }

    private void requireImages(List<String> found) {
        if (found.isEmpty()) {
            String instead = others.entrySet().stream()
                    .map(entry -> entry.getValue() + " ." + entry.getKey())
                    .collect(Collectors.joining(", "));
            throw new DatasetException("data.folder must have PNG, JPEG or WebP files in it (got %s)"
                    .formatted(names.isEmpty() ? instead.isEmpty() ? "no files" : instead : "none in sub-folders"));
        }
    }

    /** Prompts name classes whatever their capitals. */
    private static void requireDifferent(List<String> classes) {
        var seen = new HashMap<String, String>();
        for (String name : classes) {
            String other = seen.put(name.strip().toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new DatasetException(
                        "data.folder has the classes %s and %s, which only capitals or blanks tell apart"
                                .formatted(other, name));
            }
        }
    }

    private static boolean isVisible(Path inside) {
        for (Path part : inside) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static String top(String name) {
        return name.substring(0, name.indexOf('/'));
    }

    private static String ending(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return file.contains(".") ? file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT) : "";
    }
}
