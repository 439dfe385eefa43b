package io.unstir.sampler.model;

import java.nio.file.Path;
import java.util.List;

/** The path of a file in a bundle: relative, with '/', and never out of the bundle's folder. */
record BundlePath(String text) {
    private static final int LONGEST = 255;

    BundlePath {
        require("files.path", text);
    }

    /** Of the file that an external_data entry in this file names, relative to this file's folder. */
    BundlePath beside(String location) {
        require("the location in external_data of " + text, location);
        return new BundlePath(text.substring(0, text.lastIndexOf('/') + 1) + location);
    }

    Path in(Path folder) {
        return folder.resolve(text);
    }

    private static void require(String field, String text) {
        if (text.isEmpty() || text.length() > LONGEST || !text.chars().allMatch(BundlePath::allowed)) {
            throw refused(field, text, "must be 1 to 255 letters, digits, '.', '_', '-' and '/'");
        }
        for (String segment : text.split("/", -1)) {
            if (List.of("", ".", "..").contains(segment)) {
                throw refused(field, text, "must be relative, without empty, '.' and '..' parts");
            }
        }
    }

    private static boolean allowed(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || "._-/".indexOf(c) >= 0);
    }

    private static BundleException refused(String field, String text, String rule) {
        return new BundleException("%s %s (got \"%s\")".formatted(field, rule, BundleException.shown(text)));
    }
}
