package io.unstir.local.api;

import io.unstir.local.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A page of parked jobs, those parked last first.
 *
 * @param document as received
 */
public record ParkedList(Map<String, Object> document) {

    public List<Map<String, Object>> jobs() {
        return Json.objects(document, "parked");
    }

    /** What asks for the next page; empty at the last. */
    public Optional<String> nextCursor() {
        return Json.text(document, "next_cursor");
    }
}
