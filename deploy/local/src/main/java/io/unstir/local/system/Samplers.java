package io.unstir.local.system;

import java.util.Map;

/**
 * The samplers of a system.
 *
 * @param settings of each, as environment variables, besides what it needs
 */
public record Samplers(int count, Map<String, String> settings) {
    public static final int MOST = 16;

    /** @throws IllegalArgumentException naming the option, its value and its limits */
    public Samplers {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("--samplers is " + count + ", it must be from 1 to " + MOST);
        }
        settings = Map.copyOf(settings);
    }

    public static Samplers plain(int count) {
        return new Samplers(count, Map.of());
    }
}
