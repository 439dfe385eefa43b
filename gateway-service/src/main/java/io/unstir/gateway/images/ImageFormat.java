package io.unstir.gateway.images;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that are taken as images, told apart by their first bytes. */
enum ImageFormat {
    PNG("image/png") {
        @Override
        boolean begins(String start) {
            return start.startsWith("\u0089PNG\r\n\u001a\n");
        }
    },
    JPEG("image/jpeg") {
        @Override
        boolean begins(String start) {
            return start.startsWith("\u00ff\u00d8\u00ff");
        }
    },
    WEBP("image/webp") {
        @Override
        boolean begins(String start) {
            return start.startsWith("RIFF") && start.startsWith("WEBP", 8);
        }
    };

    /** As many bytes as the longest signature needs. */
    static final int SIGNATURE_LENGTH = 12;

    static final String MEDIA_TYPES = "image/png, image/jpeg or image/webp";

    private final String mediaType;

    ImageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** @param start the file's bytes, one a character */
    abstract boolean begins(String start);

    /** Of a file's name. */
    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    String mediaType() {
        return mediaType;
    }

    static Optional<ImageFormat> of(byte[] start) {
        var text = new String(start, ISO_8859_1);
        return Stream.of(values()).filter(format -> format.begins(text)).findFirst();
    }

    static Optional<ImageFormat> named(String mediaType) {
        return Stream.of(values())
                .filter(format -> format.mediaType.equals(mediaType))
                .findFirst();
    }
}
