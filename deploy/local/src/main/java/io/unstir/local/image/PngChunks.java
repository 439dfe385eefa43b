package io.unstir.local.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The parts of a PNG file: a signature, then length, type, content and checksum of each chunk. */
public final class PngChunks {
    private static final int SIGNATURE = 8;
    /** Of a chunk, beside its content. */
    private static final int FRAME = 12;
    /** Signature and header, which have one length in every file. */
    private static final int HEAD = SIGNATURE + FRAME + 13;

    private static final Set<String> TEXTS = Set.of("tEXt", "iTXt", "zTXt");

    private PngChunks() {}

    /** @param type such as {@code IDAT} */
    record Chunk(String type, byte[] file, int at, int length) {
        boolean isText() {
            return TEXTS.contains(type);
        }

        byte[] content() {
            return ByteBuffer.allocate(length - FRAME)
                    .put(file, at + FRAME - Integer.BYTES, length - FRAME)
                    .array();
        }

        void copyTo(ByteArrayOutputStream out) {
            out.write(file, at, length);
        }
    }

    /** The file without its text chunks, every other byte as it was; what is no PNG file stays as it is. */
    public static byte[] withoutTexts(byte[] file) {
        if (!isPng(file)) {
            return file;
        }
        var kept = new ByteArrayOutputStream(file.length);
        kept.write(file, 0, SIGNATURE);
        int end = SIGNATURE;
        for (Chunk chunk : chunks(file)) {
            if (!chunk.isText()) {
                chunk.copyTo(kept);
            }
            end = chunk.at() + chunk.length();
        }
        kept.write(file, end, file.length - end);
        return kept.toByteArray();
    }

    /** The PNG file with the text chunks of another one behind its header. */
    public static byte[] withTextsOf(byte[] other, byte[] png) {
        var all = new ByteArrayOutputStream();
        all.write(png, 0, HEAD);
        chunks(other).stream().filter(Chunk::isText).forEach(chunk -> chunk.copyTo(all));
        all.write(png, HEAD, png.length - HEAD);
        return all.toByteArray();
    }

    /** Those that are whole, in their order; none of what is no PNG file. */
    static List<Chunk> chunks(byte[] file) {
        var chunks = new ArrayList<Chunk>();
        int at = isPng(file) ? SIGNATURE : file.length;
        while (at + FRAME <= file.length) {
            long length = Integer.toUnsignedLong(ByteBuffer.wrap(file).getInt(at)) + FRAME;
            if (at + length > file.length) {
                break;
            }
            var type = new String(file, at + Integer.BYTES, 4, ISO_8859_1);
            chunks.add(new Chunk(type, file, at, (int) length));
            at += (int) length;
        }
        return chunks;
    }

    private static boolean isPng(byte[] file) {
        return new String(file, 0, Math.min(file.length, SIGNATURE), ISO_8859_1).equals("\u0089PNG\r\n\u001a\n");
    }
}
