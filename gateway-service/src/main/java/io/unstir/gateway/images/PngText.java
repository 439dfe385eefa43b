package io.unstir.gateway.images;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Texts for a copy of a PNG file: {@code tEXt} chunks, or {@code iTXt} for what Latin-1 cannot say (PNG third edition, 11.3.3).
 * They stand behind the header, and every byte that was there stays as it was.
 */
record PngText(byte[] chunks) {
    /** Signature and header, which have one length in every file. */
    private static final int HEAD = 8 + 25;

    static PngText of(Map<String, String> texts) {
        var chunks = new ByteArrayOutputStream();
        texts.forEach((keyword, text) -> chunks.writeBytes(chunk(keyword, text)));
        return new PngText(chunks.toByteArray());
    }

    int length() {
        return chunks.length;
    }

    /** The file with the texts in it. */
    InputStream in(InputStream png) throws IOException {
        var head = new ByteArrayInputStream(png.readNBytes(HEAD));
        return new SequenceInputStream(head, new SequenceInputStream(new ByteArrayInputStream(chunks), png));
    }

    private static byte[] chunk(String keyword, String text) {
        boolean latin = ISO_8859_1.newEncoder().canEncode(text);
        // iTXt: not compressed, no language, no translated keyword.
        byte[] data = latin
                ? joined(keyword.getBytes(ISO_8859_1), new byte[1], text.getBytes(ISO_8859_1))
                : joined(keyword.getBytes(ISO_8859_1), new byte[5], text.getBytes(UTF_8));
        byte[] type = (latin ? "tEXt" : "iTXt").getBytes(ISO_8859_1);
        var crc = new CRC32();
        crc.update(type);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
