package io.unstir.sampler.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The rows of the prompts used last. */
final class RecentPrompts {
    private final Map<String, float[]> rows;

    RecentPrompts(int capacity) {
        rows = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized Optional<float[]> get(String prompt) {
        return Optional.ofNullable(rows.get(prompt));
    }

    synchronized void put(String prompt, float[] encoded) {
        rows.put(prompt, encoded);
    }
}
