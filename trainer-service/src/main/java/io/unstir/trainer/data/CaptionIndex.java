package io.unstir.trainer.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * {@code metadata.jsonl} of a folder: which image has which caption and, where the data set says so, category; ordered by file
 * name. An image may have several captions, each in a line of its own, and one category.
 */
final class CaptionIndex {
    static final String FILE = "metadata.jsonl";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path folder;
    private final List<Item> items = new ArrayList<>();
    private final HashSet<String> seen = new HashSet<>();
    private final HashMap<String, Optional<String>> categories = new HashMap<>();

    private CaptionIndex(Path folder) {
        this.folder = folder.normalize();
    }

    static List<Item> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(
                    "data.folder has no " + FILE + " (one line an image: {\"file_name\": ..., \"text\": ...})");
        }
        var index = new CaptionIndex(folder);
        int line = 0;
        for (String text : lines(file)) {
            line++;
            if (!text.isBlank()) {
                index.add(text, line);
            }
        }
        return index.sorted();
    }

    private static List<String> lines(Path index) {
        try {
            return Files.readAllLines(index);
        } catch (IOException e) {
            throw new DatasetException(FILE + " could not be read as UTF-8 text", e);
        }
    }

    private void add(String text, int line) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new DatasetException(FILE + " line " + line + " is not a JSON object", e);
        }
        String name = text(node, "file_name", line);
        String caption = text(node, "text", line);
        Optional<String> category =
                node.hasNonNull("category") ? Optional.of(text(node, "category", line)) : Optional.empty();
        var item = new Item(name, inside(name, line), Optional.of(caption), category);
        if (!seen.add(name + "\n" + caption)) {
            throw new DatasetException(
                    FILE + " line " + line + ": file_name " + name + " stands there twice with the same text");
        }
        if (!categories.computeIfAbsent(name, ignored -> category).equals(category)) {
            throw new DatasetException("%s line %d: category must be that of %s's other lines, %s (got %s)"
                    .formatted(FILE, line, name, told(categories.get(name)), told(category)));
        }
        items.add(item);
    }

    private static String told(Optional<String> category) {
        return category.orElse("nothing");
    }

    private List<Item> sorted() {
        if (items.isEmpty()) {
            throw new DatasetException("data.folder has no images: its " + FILE + " is empty");
        }
        var without = items.stream().filter(item -> item.category().isEmpty()).findFirst();
        if (without.isPresent()
                && items.stream().anyMatch(item -> item.category().isPresent())) {
            throw new DatasetException(FILE + ": category must be given for all images or for none (got nothing for "
                    + without.get().name() + ")");
        }
        // Captions of one image keep the order of their lines.
        return items.stream().sorted(Comparator.comparing(Item::name)).toList();
    }

    private static String text(JsonNode node, String field, int line) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new DatasetException(FILE + " line " + line + ": " + field + " must be text (got "
                    + (value.isMissingNode() ? "nothing" : value) + ")");
        }
        return value.asText();
    }

    private Path inside(String name, int line) {
        try {
            Path file = folder.resolve(name).normalize();
            if (!name.isBlank() && !file.equals(folder) && file.startsWith(folder)) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Told below with the name and the line.
        }
        throw new DatasetException(FILE + " line " + line + ": file_name " + name + " must lie inside the data folder");
    }
}
