package io.unstir.manifests.k8s;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** RFC 6902, as far as the overlays use it: add, replace and test. */
final class JsonPatch {
    private JsonPatch() {}

    record Operation(String op, String path, JsonNode value) {}

    static void apply(JsonNode document, List<Operation> operations) {
        operations.forEach(operation -> apply(document, operation));
    }

    private static void apply(JsonNode document, Operation operation) {
        var pointer = JsonPointer.compile(operation.path);
        switch (operation.op) {
            case "test" -> {
                if (!document.at(pointer).equals(operation.value)) {
                    throw new IllegalStateException(
                            "%s is %s and not %s".formatted(operation.path, document.at(pointer), operation.value));
                }
            }
            case "replace" -> {
                if (document.at(pointer).isMissingNode()) {
                    throw new IllegalStateException(operation.path + " is not there");
                }
                put(document.at(pointer.head()), pointer.last(), operation.value, false);
            }
            case "add" -> put(document.at(pointer.head()), pointer.last(), operation.value, true);
            default -> throw new IllegalArgumentException(operation.op + " is not used here");
        }
    }

    private static void put(JsonNode parent, JsonPointer place, JsonNode value, boolean insert) {
        switch (parent) {
            case ObjectNode object -> object.set(place.getMatchingProperty(), value);
            case ArrayNode array when place.getMatchingProperty().equals("-") -> array.add(value);
            case ArrayNode array when insert -> array.insert(place.getMatchingIndex(), value);
            case ArrayNode array -> array.set(place.getMatchingIndex(), value);
            default -> throw new IllegalStateException("there is nothing to put " + place + " into");
        }
    }
}
