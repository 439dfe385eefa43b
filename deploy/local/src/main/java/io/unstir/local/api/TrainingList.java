package io.unstir.local.api;

import io.unstir.local.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page of trainings, newest first.
 *
 * @param document as received
 */
public record TrainingList(Map<String, Object> document) {

    public List<Map<String, Object>> trainings() {
        return Json.objects(document, "trainings");
    }

    /** What asks for the next page; empty at the last. */
    public Optional<String> nextCursor() {
        return Json.text(document, "next_cursor");
    }
}
