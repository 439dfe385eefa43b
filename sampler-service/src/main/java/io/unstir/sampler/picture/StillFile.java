package io.unstir.sampler.picture;

import java.io.IOException;

/** A file whose structure was checked without decoding or inflating any of it; what is no pixel was left out. */
sealed interface StillFile permits PngFile, JpegFile, WebPFile {
    Size size();

    /** How the pixels are to be turned, as the file's EXIF says. */
    Orientation orientation();

    /** The pixels as they are stored, row after row, each {@code 0xAARRGGBB}, not premultiplied. */
    int[] decode() throws IOException;

    /** @throws PictureException when the file is no PNG, JPEG or WebP by its first bytes, or is damaged, or too large */
    static StillFile of(Upload upload) {
        if (upload.has(0, "\u0089PNG\r\n\u001A\n")) {
            return PngFile.of(upload);
        }
        if (upload.has(0, "\u00FF\u00D8\u00FF")) {
            return JpegFile.of(upload);
        }
        if (upload.has(0, "RIFF") && upload.has(8, "WEBP")) {
            return WebPFile.of(upload);
        }
        throw upload.refusal("must be a PNG, JPEG or WebP file (got %s)".formatted(beginning(upload)));
    }

    private static String beginning(Upload upload) {
        var text = new StringBuilder();
        for (int i = 0; i < upload.length() && i < 4; i++) {
            text.append(" %02X".formatted(upload.at(i)));
        }
        return text.isEmpty() ? "no bytes" : "one that begins with the bytes" + text;
    }
}
