package io.unstir.local.evaluation;

import io.unstir.local.LocalFailure;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image to be made.
 *
 * @param index among all of its evaluation
 * @param prompt empty where the data set has none
 * @param category what it should show, where the data set says
 */
public record Wanted(int index, String prompt, Optional<String> category) {

    /** Reads the trainer's prompts, a JSON object a line. */
    public static List<Wanted> read(Path file) {
        try {
            var wanted = new ArrayList<Wanted>();
            for (String line : Files.readAllLines(file)) {
                Map<String, Object> prompt = Json.read(line);
                wanted.add(new Wanted(
                        wanted.size(), Json.text(prompt, "prompt").orElse(""), Json.text(prompt, "category")));
            }
            return List.copyOf(wanted);
        } catch (IOException e) {
            throw new LocalFailure("the prompts in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
