package io.unstir.storage.openlineage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The code that ran.
 *
 * @param libraries versions by name
 */
record BuiltOf(String codeRevision, JsonNode libraries) {
    Optional<String> version(String library) {
        return Optional.ofNullable(libraries.get(library)).map(JsonNode::textValue);
    }
}
