package io.unstir.local.process;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One service's log: a fresh file each start, the last few kept as {@code name.log.1}, {@code name.log.2}, ... */
public record LogFile(Path path) {
    private static final int KEPT = 3;
    private static final int TAIL_BYTES = 64 * 1024;

    public void rotate() throws IOException {
        for (int old = KEPT - 1; old >= 0; old--) {
            Path from = old == 0 ? path : numbered(old);
            if (Files.exists(from)) {
                Files.move(from, numbered(old + 1), REPLACE_EXISTING);
            }
        }
    }

    /** The last lines; none when there is no file. */
    public List<String> tail(int lines) {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES);
            file.seek(from);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }
}
