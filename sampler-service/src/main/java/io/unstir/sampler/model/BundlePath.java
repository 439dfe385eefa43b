package io.unstir.sampler.model;

import java.nio.file.Path;
import java.util.List;

/** The path of a file in a bundle: relative, with '/', and never out of the bundle's folder. */
record BundlePath(String text) {
    private static final int LONGEST = 255;

    BundlePath {
        if (text.isEmpty() || text.length() > LONGEST || !text.chars().allMatch(BundlePath::allowed)) {
            throw refused(text, "must be 1 to 255 letters, digits, '.', '_', '-' and '/'");
        }
        for (String segment : text.split("/", -1)) {
            if (List.of("", ".", "..").contains(segment)) {
                throw refused(text, "must be relative, without empty, '.' and '..' parts");
            }
        }
    }

    Path in(Path folder) {
        return folder.resolve(text);
    }

    private static boolean allowed(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || "._-/".indexOf(c) >= 0);
    }

    private static BundleException refused(String text, String rule) {
        return new BundleException(
                "files.path %s (got \"%s\")".formatted(rule, text.length() <= 100 ? text : text.substring(0, 100)));
    }
}
