package io.unstir.local.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/** Reads the lines that were added to a file since it last looked; begins anew when the file was replaced by a shorter one. */
final class Follower {
    private final Path file;
    private long position;

    Follower(Path file) {
        this.file = file;
    }

    /** Goes on after what is there now. */
    Follower fromEnd() {
        position = file.toFile().length();
        return this;
    }

    /** Whole lines only. */
    List<String> newLines() {
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            if (open.length() < position) {
                position = 0;
            }
            open.seek(position);
            byte[] bytes = new byte[(int) Math.min(open.length() - position, 1 << 20)];
            open.readFully(bytes);
            int end = lastLineEnd(bytes);
            position += end;
            return new String(bytes, 0, end, UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static int lastLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
