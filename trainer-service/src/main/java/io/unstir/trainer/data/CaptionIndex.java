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
import java.util.HashSet;
import java.util.List;

/** {@code metadata.jsonl} of a folder: which image has which caption, ordered by file name. */
record CaptionIndex(List<Item> items) {
    static final String FILE = "metadata.jsonl";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @param file inside the folder */
    record Item(String name, Path file, String caption) {}

    static CaptionIndex read(Path folder) {
        Path index = folder.resolve(FILE);
        if (!Files.isDirectory(folder)) {
            throw new DatasetException("data.folder is not a folder on the trainer's machine");
        }
        if (!Files.isRegularFile(index)) {
            throw new DatasetException(
                    "data.folder has no " + FILE + " (one line an image: {\"file_name\": ..., \"text\": ...})");
        }
        var items = new ArrayList<Item>();
        var seen = new HashSet<Item>();
        int line = 0;
        for (String text : lines(index)) {
            line++;
            if (text.isBlank()) {
                continue;
            }
            Item item = item(folder, text, line);
            if (!seen.add(item)) {
                throw new DatasetException(FILE + " line " + line + ": file_name " + item.name()
                        + " stands there twice with the same text");
            }
            items.add(item);
        }
        if (items.isEmpty()) {
            throw new DatasetException("data.folder has no images: its " + FILE + " is empty");
        }
        // Captions of one image keep the order of their lines.
        return new CaptionIndex(
                items.stream().sorted(Comparator.comparing(Item::name)).toList());
    }

    private static List<String> lines(Path index) {
        try {
            return Files.readAllLines(index);
        } catch (IOException e) {
            throw new DatasetException(FILE + " could not be read as UTF-8 text", e);
        }
    }

    private static Item item(Path folder, String text, int line) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new DatasetException(FILE + " line " + line + " is not a JSON object", e);
        }
        String name = text(node, "file_name", line);
        return new Item(name, inside(folder, name, line), text(node, "text", line));
    }

    private static String text(JsonNode node, String field, int line) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new DatasetException(FILE + " line " + line + ": " + field + " must be text (got "
                    + (value.isMissingNode() ? "nothing" : value) + ")");
        }
        return value.asText();
    }

    private static Path inside(Path folder, String name, int line) {
        try {
            Path file = folder.resolve(name).normalize();
            if (!name.isBlank() && !file.equals(folder.normalize()) && file.startsWith(folder.normalize())) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Told below with the name and the line.
        }
        throw new DatasetException(FILE + " line " + line + ": file_name " + name + " must lie inside the data folder");
    }
}
