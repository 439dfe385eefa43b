package io.unstir.trainer.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.trainer.bundle.Sha256;
import io.unstir.trainer.config.TrainingConfig;
import java.nio.file.Path;
import java.util.List;

/** Where a data set's classifier is kept: under a digest of everything that decides its weights, besides the machine. */
final class ClassifierFile {
    private ClassifierFile() {}

    static Path in(Path folder, RealPictures pictures, TrainingConfig.Data data, long seed) {
        var format = pictures.format();
        List<String> parts = List.of(
                "classifier " + ClassifierTraining.VERSION,
                pictures.dataDigest(),
                "%d x %d %s".formatted(format.channels(), format.size(), data.fit()),
                String.join("\n", pictures.categories()),
                Long.toString(seed));
        return folder.resolve(Sha256.of(String.join("\0", parts).getBytes(UTF_8)) + ".classifier");
    }
}
