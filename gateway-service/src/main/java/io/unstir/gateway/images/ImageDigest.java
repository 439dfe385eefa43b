package io.unstir.gateway.images;

import java.util.regex.Pattern;

/** How an image is named: by the SHA-256 of its file. */
public final class ImageDigest {
    public static final Pattern PATTERN = Pattern.compile("[0-9a-f]{64}");
    public static final String LIMIT = "64 hexadecimal digits, lower case";

    private ImageDigest() {}
}
