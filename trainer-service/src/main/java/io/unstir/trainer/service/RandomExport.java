package io.unstir.trainer.service;

import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.BundleException;
import io.unstir.trainer.bundle.RandomBundle;
import io.unstir.trainer.config.BadConfigException;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.export.RandomModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code export CONFIG --out DIR}: a bundle with random weights, to measure how fast a network of this shape is. */
final class RandomExport {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    private static final String USAGE = "usage: export CONFIG.yaml --out DIR";

    private final PrintStream out;

    RandomExport(PrintStream out) {
        this.out = out;
    }

    /** Exit status: 0 done, 1 failed, 2 bad usage. */
    int run(String... arguments) {
        if (arguments.length != 3 || !arguments[1].equals("--out")) {
            out.println(USAGE);
            return BAD_USAGE;
        }
        try {
            String yaml = Files.readString(Path.of(arguments[0]));
            var config = new TrainingConfigReader().readRandomModel(yaml);
            var graph = new RandomModel(config).export();
            Bundle bundle = new RandomBundle(config, yaml).write(graph.onnx(), Path.of(arguments[2]));
            out.printf(
                    "done: bundle %s with %,d random parameters in %s%n",
                    bundle.name(), graph.parameters(), bundle.folder());
            return DONE;
        } catch (BadConfigException | BundleException e) {
            out.println("failed: " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            out.println("CONFIG.yaml can't be read as UTF-8 text: " + arguments[0]);
            return BAD_USAGE;
        }
    }
}
