package io.unstir.local.command;

import io.unstir.local.LocalFailure;
import io.unstir.local.system.TensorMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trainer's part of an evaluation, which is done by its own program: it knows the data, and how their classifier is trained.
 *
 * @param manifest of the checkpoint
 * @param dataset folder, if not where the training found it
 */
record TrainerEvaluation(Path manifest, Optional<Path> dataset) {
    /** Draws what the model is asked for. */
    void prompts(int images, long seed, Path out) throws IOException, InterruptedException {
        run(List.of("prompts", "--images", Integer.toString(images), "--seed", Long.toString(seed)), out);
    }

    /**
     * Compares made pictures with the data.
     *
     * @param folders of pictures, one a row
     * @param bundles the checkpoint's folders, which keep the scores
     * @param kafka the broker that is told
     */
    void score(List<Path> folders, List<Path> bundles, String kafka, Path out)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("score", "--publish", kafka));
        folders.forEach(each -> arguments.addAll(List.of("--images", each.toString())));
        bundles.forEach(each -> arguments.addAll(List.of("--bundle", each.toString())));
        run(arguments, out);
    }

    /** What the program says is progress. */
    private void run(List<String> words, Path out) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("evaluate"));
        arguments.addAll(words);
        arguments.addAll(List.of("--manifest", manifest.toString(), "--out", out.toString()));
        dataset.map(Path::toAbsolutePath).ifPresent(each -> arguments.addAll(List.of("--data", each.toString())));
        if (new ServiceProgram("trainer-service", arguments, TensorMemory.environment()).run(true)
                != UnstirCommand.DONE) {
            throw new LocalFailure("the evaluation failed; the lines above say why");
        }
    }
}
