package io.unstir.trainer.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.unstir.trainer.optimizer.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sets of tensors in a folder, one safetensors file a step: a file appears whole or not at all, and one that can't be read is passed
 * over for the one before.
 */
final class Checkpoints {
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);
    private static final String SUFFIX = ".safetensors";

    private final Path folder;
    private final int kept;

    /** @param kept how many files stay, the newest */
    Checkpoints(Path folder, int kept) {
        this.folder = folder;
        this.kept = kept;
    }

    /** What a run resumes from: steps done and sets of tensors by name. */
    record State(long step, Map<String, Parameters> sets) {}

    void write(State state) {
        var tensors = new NDList();
        state.sets().forEach((set, parameters) -> parameters.tensors().forEach((name, tensor) -> {
            NDArray view = tensor.duplicate();
            view.setName(set + "/" + name);
            tensors.add(view);
        }));
        try (tensors) {
            Files.createDirectories(folder);
            Path partial = folder.resolve("step-%09d%s.partial".formatted(state.step(), SUFFIX));
            try (var out = Files.newOutputStream(partial)) {
                tensors.encode(out, NDList.Encoding.SAFETENSORS);
            }
            try (FileChannel file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                file.force(true);
            }
            Files.move(partial, file(state.step()), StandardCopyOption.ATOMIC_MOVE);
            removeOld();
        } catch (IOException e) {
            throw new UncheckedIOException("Checkpoint of step " + state.step() + " could not be written", e);
        }
    }

    /** The newest readable state. */
    Optional<State> newest(NDManager manager) {
        return files().stream().flatMap(file -> read(file, manager).stream()).findFirst();
    }

    /** The state of a step that {@link #steps} names. */
    State at(long step, NDManager manager) {
        return read(file(step), manager)
                .orElseThrow(() -> new TrainingException(
                        "snapshot-unreadable", "The snapshot of step " + step + " can't be read"));
    }

    /** Steps there are files of, oldest first. */
    List<Long> steps() {
        return files().reversed().stream().map(Checkpoints::stepOf).toList();
    }

    private Optional<State> read(Path file, NDManager manager) {
        try (var in = Files.newInputStream(file)) {
            var sets = new LinkedHashMap<String, Map<String, NDArray>>();
            for (NDArray tensor : NDList.decode(manager, in)) {
                String[] name = tensor.getName().split("/", 2);
                sets.computeIfAbsent(name[0], _ -> new LinkedHashMap<>()).put(name[1], tensor);
            }
            var parameters = new LinkedHashMap<String, Parameters>();
            sets.forEach((set, tensors) -> parameters.put(set, new Parameters(tensors)));
            return Optional.of(new State(stepOf(file), parameters));
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Checkpoint passed over, unreadable: file=%s cause=%s", file.getFileName(), e.getMessage());
            return Optional.empty();
        }
    }

    private void removeOld() throws IOException {
        for (Path old : files().stream().skip(kept).toList()) {
            Files.delete(old);
        }
    }

    /** Newest first. */
    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Checkpoints could not be listed", e);
        }
    }

    private Path file(long step) {
        return folder.resolve("step-%09d%s".formatted(step, SUFFIX));
    }

    private static long stepOf(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring("step-".length(), name.length() - SUFFIX.length()));
    }
}
