package io.unstir.local.system;

import java.util.Map;

/**
 * The samplers of a system.
 *
 * @param settings of each, as environment variables, besides what it needs
 */
public record Samplers(int count, Map<String, String> settings) {
    public Samplers {
        settings = Map.copyOf(settings);
    }

    static Samplers plain(int count) {
        return new Samplers(count, Map.of());
    }
}
