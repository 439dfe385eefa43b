package io.unstir.local.evaluation;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.Digest;
import io.unstir.local.api.Job;
import io.unstir.local.data.AtomicFile;
import io.unstir.local.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The images of one way: PNGs by their number, {@code made.jsonl} with a line for each as it came, and {@code images.jsonl} and {@code sampling.json} for
 * whoever looks at them. Whatever is there when it is opened again needs not be made again.
 */
public final class ImageFolder {
    private static final String JOURNAL = "made.jsonl";

    private final Path path;
    private final Way way;
    private final Map<Integer, Map<String, Object>> made = new HashMap<>();

    private ImageFolder(Path path, Way way) {
        this.path = path;
        this.way = way;
    }

    public static ImageFolder open(Path parent, Way way) {
        var folder = new ImageFolder(parent.resolve(way.slug()), way);
        try {
            Files.createDirectories(folder.path);
            AtomicFile.write(folder.path.resolve("sampling.json"), Json.pretty(way.document()));
            folder.recall();
            return folder;
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    public Path path() {
        return path;
    }

    public Way way() {
        return way;
    }

    /** Whether the image is there, made of this very prompt and whole. */
    public boolean has(Wanted wanted) {
        Map<String, Object> entry = made.get(wanted.index());
        if (entry == null || !wanted.prompt().equals(entry.get("prompt"))) {
            return false;
        }
        return read(file(wanted))
                .map(Digest::sha256)
                .filter(entry.get("sha256")::equals)
                .isPresent();
    }

    /** Takes an image in: the file first, then the line about it. */
    public void add(Wanted wanted, Job job, byte[] png) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("index", wanted.index());
        entry.put("file", file(wanted).getFileName().toString());
        entry.put("sha256", Digest.sha256(png));
        entry.put("seed", way.seed() + wanted.index());
        entry.put("prompt", wanted.prompt());
        wanted.category().ifPresent(category -> entry.put("category", category));
        entry.put("job", job.id());
        try {
            AtomicFile.write(file(wanted), png);
            Files.writeString(
                    journal(), Json.compact(entry) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw unusable(e);
        }
        made.put(wanted.index(), entry);
    }

    /** Lists the wanted images, all of which must be there. */
    public void list(List<Wanted> wanted) {
        String lines = wanted.stream()
                .map(each -> {
                    var entry = new LinkedHashMap<>(made.get(each.index()));
                    each.category()
                            .ifPresentOrElse(
                                    category -> entry.put("category", category), () -> entry.remove("category"));
                    return Json.compact(entry) + "\n";
                })
                .collect(Collectors.joining());
        try {
            AtomicFile.write(path.resolve("images.jsonl"), lines);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    public byte[] png(Wanted wanted) {
        return read(file(wanted)).orElseThrow(() -> new LocalFailure(file(wanted) + " is gone"));
    }

    private Path file(Wanted wanted) {
        return path.resolve("%05d.png".formatted(wanted.index()));
    }

    /** Reads the journal and leaves it without what a crash cut off. */
    private void recall() throws IOException {
        if (!Files.exists(journal())) {
            return;
        }
        var whole = new StringBuilder();
        for (String line : Files.readAllLines(journal())) {
            Optional<Map<String, Object>> entry = parsed(line);
            entry.flatMap(each -> Json.number(each, "index"))
                    .ifPresent(index -> made.put(index.intValue(), entry.orElseThrow()));
            entry.ifPresent(_ -> whole.append(line).append('\n'));
        }
        AtomicFile.write(journal(), whole.toString());
    }

    private static Optional<Map<String, Object>> parsed(String line) {
        try {
            return Optional.of(Json.read(line));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path journal() {
        return path.resolve(JOURNAL);
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private LocalFailure unusable(IOException e) {
        return new LocalFailure("the images' folder " + path + " cannot be used: " + e.getMessage(), e);
    }
}
