package io.unstir.local.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

/**
 * What a PNG file says of itself in its text chunks (PNG third edition, 11.3.3), those that other programs wrote anew included.
 *
 * @param texts by their keywords, in the file's order
 */
public record PngTexts(Map<String, String> texts) {
    /** Beyond any prompt; what inflates to more is no text of ours. */
    private static final int MOST_BYTES = 1 << 20;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LINEAGE = Pattern.compile(".*/v1/images/([0-9a-f]{64})/lineage");

    /** Of a file that may be anything. */
    public static PngTexts of(byte[] file) {
        var texts = new LinkedHashMap<String, String>();
        for (var chunk : PngChunks.chunks(file)) {
            if (chunk.isText()) {
                put(texts, chunk.type(), chunk.content());
            }
        }
        return new PngTexts(texts);
    }

    /** Digest of the image that the file was when it left the system that made it; empty where it does not say. */
    public Optional<String> image() {
        return text("sha256").filter(digest -> SHA256.matcher(digest).matches()).or(() -> text("lineage")
                .map(LINEAGE::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1)));
    }

    private Optional<String> text(String keyword) {
        return Optional.ofNullable(texts.get(keyword));
    }

    private static void put(Map<String, String> texts, String type, byte[] content) {
        int end = zero(content, 0);
        if (end < 0) {
            return;
        }
        var keyword = new String(content, 0, end, ISO_8859_1);
        var text =
                switch (type) {
                    case "tEXt" -> Optional.of(new String(content, end + 1, content.length - end - 1, ISO_8859_1));
                    case "zTXt" -> inflated(content, end + 2, ISO_8859_1);
                    default -> international(content, end + 1);
                };
        text.ifPresent(found -> texts.putIfAbsent(keyword, found));
    }

    /** Whether compressed, how, language, translated keyword, then the text. */
    private static Optional<String> international(byte[] content, int at) {
        int language = zero(content, at + 2);
        int translated = language < 0 ? -1 : zero(content, language + 1);
        if (translated < 0) {
            return Optional.empty();
        }
        int text = translated + 1;
        return content[at] == 0
                ? Optional.of(new String(content, text, content.length - text, UTF_8))
                : inflated(content, text, UTF_8);
    }

    private static Optional<String> inflated(byte[] content, int at, Charset charset) {
        if (at > content.length) {
            return Optional.empty();
        }
        var compressed = new ByteArrayInputStream(Arrays.copyOfRange(content, at, content.length));
        try (var stream = new InflaterInputStream(compressed)) {
            byte[] text = stream.readNBytes(MOST_BYTES);
            return stream.read() < 0 ? Optional.of(new String(text, charset)) : Optional.empty();
        } catch (IOException e) {
            // A chunk that is damaged says nothing.
            return Optional.empty();
        }
    }

    private static int zero(byte[] content, int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
