package io.unstir.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Blocks of floats in a memory-mapped file, so that a data set may be larger than the memory. Its layout, all little-endian: the
 * blocks one after the other; a line of text for each block, its number of floats or {@code !} and why it could not be made; the
 * text's length in bytes (8 bytes); CRC-32C of all before (8 bytes); {@link #MAGIC} (8 bytes). Immutable; safe for many readers.
 */
final class BlockFile {
    static final long MAGIC = 0x3153_4B43_4F4C_4255L;
    static final int TRAILER = 24;
    static final String FAILURE = "!";

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHECKED_AT_ONCE = 1 << 24;

    private final MemorySegment content;
    private final List<String> failures;

    /** First float of each block, and the end. */
    private final long[] begins;

    private BlockFile(MemorySegment content, List<String> lines) {
        this.content = content;
        begins = new long[lines.size() + 1];
        String[] reasons = new String[lines.size()];
        for (int block = 0; block < reasons.length; block++) {
            String line = lines.get(block);
            boolean failed = line.startsWith(FAILURE);
            reasons[block] = failed ? line.substring(FAILURE.length()) : "";
            begins[block + 1] = begins[block] + (failed ? 0 : Integer.parseInt(line));
        }
        failures = List.of(reasons);
    }

    /** Empty when there is no such file, or what is there is not whole or not of {@code blocks} blocks. */
    static Optional<BlockFile> open(Path file, int blocks) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < TRAILER) {
                return Optional.empty();
            }
            // Unmapped when nobody holds it any more.
            return checked(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()), blocks);
        }
    }

    private static Optional<BlockFile> checked(MemorySegment content, int blocks) {
        long trailer = content.byteSize() - TRAILER;
        long textLength = content.get(LONG, trailer);
        boolean whole = content.get(LONG, trailer + 16) == MAGIC
                && content.get(LONG, trailer + 8) == checksum(content.asSlice(0, trailer + 8))
                && textLength >= 0
                && textLength <= trailer;
        if (!whole) {
            return Optional.empty();
        }
        var text = content.asSlice(trailer - textLength, textLength).toArray(ValueLayout.JAVA_BYTE);
        List<String> lines = new String(text, UTF_8).lines().toList();
        return lines.size() == blocks ? Optional.of(new BlockFile(content, lines)) : Optional.empty();
    }

    private static long checksum(MemorySegment bytes) {
        var checksum = new CRC32C();
        for (long at = 0; at < bytes.byteSize(); at += CHECKED_AT_ONCE) {
            checksum.update(bytes.asSlice(at, Math.min(CHECKED_AT_ONCE, bytes.byteSize() - at))
                    .asByteBuffer());
        }
        return checksum.getValue();
    }

    /** Why this block could not be made; empty for a good one. */
    Optional<String> failure(int block) {
        return Optional.of(failures.get(block)).filter(reason -> !reason.isEmpty());
    }

    /** Floats of a block. */
    int length(int block) {
        return (int) (begins[block + 1] - begins[block]);
    }

    /** Writes a block's floats to {@code target} at {@code offset}. */
    void copy(int block, float[] target, int offset) {
        MemorySegment.copy(content, FLOAT, begins[block] * Float.BYTES, target, offset, length(block));
    }
}
