package io.unstir.sampler.text;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** For a model that knows classes: a prompt is the name of one, whatever its capitals, or empty for none of them. */
public final class ClassNames implements PromptReader {
    private static final int MOST_TOLD = 20;
    private static final int LONGEST_TOLD = 100;

    private final List<String> names;
    private final Map<String, float[]> labels = new HashMap<>();

    /** @param names in the order of the graph's labels; the label after them stands for none */
    public ClassNames(List<String> names) {
        this.names = List.copyOf(names);
        for (int label = 0; label < names.size(); label++) {
            if (labels.put(plain(names.get(label)), new float[] {label}) != null) {
                throw new IllegalArgumentException("classes.names has \"" + names.get(label) + "\" twice");
            }
        }
        if (labels.put("", new float[] {names.size()}) != null) {
            throw new IllegalArgumentException("classes.names has an empty name");
        }
    }

    @Override
    public float[] encode(String prompt) {
        float[] label = labels.get(plain(prompt));
        if (label == null) {
            String more = names.size() > MOST_TOLD ? " and " + (names.size() - MOST_TOLD) + " more" : "";
            throw new IllegalArgumentException("prompt must be empty or one of %s%s (got %s)"
                    .formatted(
                            String.join(", ", names.stream().limit(MOST_TOLD).toList()),
                            more,
                            prompt.length() <= LONGEST_TOLD ? prompt : prompt.substring(0, LONGEST_TOLD)));
        }
        return label;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
