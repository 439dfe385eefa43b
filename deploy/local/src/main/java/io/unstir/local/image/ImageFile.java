package io.unstir.local.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file the user names as an image to start from. */
public record ImageFile(byte[] bytes, String mediaType) {
    private static final int SIGNATURE_LENGTH = 12;

    /** Beyond what any gateway takes, and below what this process can hold. */
    private static final long MOST_BYTES = 64L << 20;

    /** @param option that names the file, for the message where it cannot be used */
    public static ImageFile read(String option, Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new LocalFailure(option + " file " + file + " is not there or not readable");
        }
        try (var stream = Files.newInputStream(file)) {
            String mediaType = mediaType(stream.readNBytes(SIGNATURE_LENGTH))
                    .orElseThrow(
                            () -> new LocalFailure(option + " file " + file + " is not a PNG, JPEG or WebP image"));
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new LocalFailure(
                        option + " file " + file + " has " + size + " bytes, it must have at most " + MOST_BYTES);
            }
            // An image that was made here is known by its digest, which does not count the texts in a copy.
            return new ImageFile(PngChunks.withoutTexts(Files.readAllBytes(file)), mediaType);
        } catch (IOException e) {
            throw new LocalFailure("cannot read " + option + " file " + file + ": " + e.getMessage(), e);
        }
    }

    private static Optional<String> mediaType(byte[] start) {
        var text = new String(start, ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of("image/png");
        }
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        return text.startsWith("RIFF") && text.startsWith("WEBP", 8) ? Optional.of("image/webp") : Optional.empty();
    }
}
