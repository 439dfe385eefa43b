package io.unstir.local.evaluation;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where bundles lie on this machine.
 *
 * @param starterModels those that come with the project
 * @param runs of the trainer, each with its bundle
 */
public record BundleFolders(Path starterModels, Path runs) {
    private static final String MANIFEST = "unstir.json";

    /** Every folder that holds a checkpoint. */
    public List<Path> of(String digest) {
        return Stream.concat(
                        children(starterModels).stream(),
                        children(runs).stream().map(run -> run.resolve("bundle")))
                .filter(folder -> isOf(digest, folder.resolve(MANIFEST)))
                .sorted()
                .toList();
    }

    private static boolean isOf(String digest, Path manifest) {
        try {
            return Files.isRegularFile(manifest)
                    && Digest.sha256(Files.readAllBytes(manifest)).equals(digest);
        } catch (IOException e) {
            throw new LocalFailure("cannot read " + manifest + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var children = Files.list(folder)) {
            return children.toList();
        } catch (IOException e) {
            throw new LocalFailure("cannot look into " + folder + ": " + e.getMessage(), e);
        }
    }
}
