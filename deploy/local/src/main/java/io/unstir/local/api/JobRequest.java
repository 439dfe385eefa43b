package io.unstir.local.api;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What to sample.
 *
 * @param settings those that were given, by their names in the gateway's body; their limits are the gateway's to check, and
 *     what is left out it and the model decide
 */
public record JobRequest(String prompt, Map<String, Object> settings) {

    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("prompt", prompt);
        document.putAll(settings);
        return document;
    }
}
