package io.unstir.trainer.service;

import io.unstir.trainer.config.BadConfigException;
import io.unstir.trainer.config.BadConfigException.Fault;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.BrokenFile;
import io.unstir.trainer.run.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a training leaves on disk: {@code config.yaml}, {@code start} where it began with another checkpoint's weights, {@code broken.txt} where images can't be used, {@code checkpoints}, {@code bundle}, and {@code outcome} once everybody
 * has been told how it ended.
 */
record RunFolder(Path path) {
    Path bundle() {
        return path.resolve("bundle");
    }

    /** Where a report's text and pictures are. */
    Path report() {
        return path.resolve("report");
    }

    void report(String lines) {
        write(report().resolve("report.txt"), lines);
    }

    boolean hasEnded() {
        return Files.exists(outcome());
    }

    void end(String outcome) {
        write(outcome(), outcome + "\n");
    }

    /**
     * Binds the folder to one configuration: checkpoints of one run must not be gone on with by another. One that differs only in what
     * has not reached the weights takes the place of the earlier, and a bundle made under that is moved aside.
     */
    void claim(String configYaml, Function<String, TrainingConfig> reader) {
        Path config = path.resolve("config.yaml");
        try {
            if (!Files.exists(config)) {
                write(config, configYaml);
                return;
            }
            String earlier = Files.readString(config);
            if (earlier.equals(configYaml)) {
                return;
            }
            if (!reader.apply(configYaml).goesOnFrom(reader.apply(earlier), TrainingRun.stepsDone(path))) {
                throw new BadConfigException(
                        List.of(
                                new Fault(
                                        "",
                                        "another text",
                                        "the one this folder's run was started with (its config.yaml), but for what its weights do not depend on")));
            }
            moveAside(bundle());
            write(config, configYaml);
        } catch (IOException e) {
            throw new UncheckedIOException("The run's config.yaml could not be read", e);
        }
    }

    /** Binds the folder to the checkpoint its weights began with. */
    void beginWith(String digest) {
        Path start = path.resolve("start");
        try {
            if (!Files.exists(start)) {
                write(start, digest);
            } else if (!Files.readString(start).equals(digest)) {
                throw new BadConfigException(List.of(new Fault(
                        "start_from", digest, "the checkpoint this folder's run began with (its file start)")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The run's start could not be read", e);
        }
    }

    private static void moveAside(Path folder) throws IOException {
        if (Files.exists(folder)) {
            int number = 1;
            while (Files.exists(folder.resolveSibling(folder.getFileName() + "-" + number))) {
                number++;
            }
            Files.move(folder, folder.resolveSibling(folder.getFileName() + "-" + number));
        }
    }

    /** Leaves {@code broken.txt}, one line a file; nothing where none is broken. */
    void listBroken(List<BrokenFile> files) {
        Path list = path.resolve("broken.txt");
        if (!files.isEmpty()) {
            write(list, files.stream().map(file -> file + "\n").collect(Collectors.joining()));
            return;
        }
        try {
            Files.deleteIfExists(list);
        } catch (IOException e) {
            throw new UncheckedIOException("The run's broken.txt could not be removed", e);
        }
    }

    private Path outcome() {
        return path.resolve("outcome");
    }

    private void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Path partial = file.resolveSibling(file.getFileName() + ".partial");
            Files.writeString(partial, text);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The run's " + file.getFileName() + " could not be written", e);
        }
    }
}
