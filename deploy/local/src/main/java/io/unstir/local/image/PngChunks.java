package io.unstir.local.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;

/** The parts of a PNG file: a signature, then length, type, content and checksum of each chunk. */
public final class PngChunks {
    private static final int SIGNATURE = 8;
    /** Of a chunk, beside its content. */
    private static final int FRAME = 12;

    private static final Set<String> TEXTS = Set.of("tEXt", "iTXt", "zTXt");

    private PngChunks() {}

    /** The file without its text chunks, every other byte as it was; what is no PNG file stays as it is. */
    public static byte[] withoutTexts(byte[] file) {
        if (!new String(file, 0, Math.min(file.length, SIGNATURE), ISO_8859_1).equals("\u0089PNG\r\n\u001a\n")) {
            return file;
        }
        var kept = new ByteArrayOutputStream(file.length);
        kept.write(file, 0, SIGNATURE);
        int at = SIGNATURE;
        while (at + FRAME <= file.length) {
            long length = Integer.toUnsignedLong(ByteBuffer.wrap(file).getInt(at)) + FRAME;
            if (at + length > file.length) {
                break;
            }
            if (!TEXTS.contains(new String(file, at + Integer.BYTES, 4, ISO_8859_1))) {
                kept.write(file, at, (int) length);
            }
            at += (int) length;
        }
        kept.write(file, at, file.length - at);
        return kept.toByteArray();
    }
}
