package io.unstir.local.command;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.Digest;
import io.unstir.local.image.PngChunks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How a user names an image: by its digest, or by a file that holds it. */
final class ImageName {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private ImageName() {}

    /** The digest by which the gateway knows it. */
    static String sha256(String given) {
        if (SHA256.matcher(given).matches()) {
            return given;
        }
        Path file = Path.of(given);
        if (!Files.isRegularFile(file)) {
            throw new LocalFailure("\"" + given + "\" is neither a file nor a SHA-256 of 64 digits from 0 to f");
        }
        try {
            // A downloaded copy has its parameters in it, which the image's digest does not count.
            return Digest.sha256(PngChunks.withoutTexts(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new LocalFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
