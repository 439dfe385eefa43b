package io.unstir.local.image;

import java.text.Normalizer;
import java.util.Locale;

/** A prompt as a file name. */
public final class Slug {
    private static final int LONGEST = 48;

    private Slug() {}

    public static String of(String prompt) {
        String slug = Normalizer.normalize(prompt, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String cut = slug.substring(0, Math.min(LONGEST, slug.length())).replaceAll("-$", "");
        return cut.isEmpty() ? "image" : cut;
    }
}
