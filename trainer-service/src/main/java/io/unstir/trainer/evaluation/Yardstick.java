package io.unstir.trainer.evaluation;

import io.unstir.trainer.metric.Cloud;
import io.unstir.trainer.metric.FrechetDistance;
import io.unstir.trainer.metric.KernelDistance;
import io.unstir.trainer.metric.Manifolds;
import io.unstir.trainer.metric.SlicedWasserstein;
import io.unstir.trainer.metric.Slices;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Real pictures, seen once, that others are compared with. */
final class Yardstick {
    private static final int SLICES = 256;
    private static final long SLICES_SEED = 1;

    private final Classifier classifier;
    private final Slices slices;
    private final Cloud features;
    private final Cloud pixels;

    Yardstick(Classifier classifier, PictureSet reference) {
        this.classifier = classifier;
        slices = Slices.random(reference.format().length(), SLICES, SLICES_SEED);
        features = classifier.look(reference).features();
        pixels = projected(reference);
    }

    /** @param asked categories that were asked for, one a picture, or an empty list */
    Scores measure(PictureSet pictures, List<Optional<String>> asked) {
        Sight sight = classifier.look(pictures);
        return new Scores(
                pictures.size(),
                FrechetDistance.between(features, sight.features()),
                KernelDistance.between(features, sight.features()),
                Manifolds.of(features, sight.features()),
                SlicedWasserstein.betweenProjected(pixels, projected(pictures)),
                agreement(sight.answers(), asked));
    }

    /** Over the pictures that were asked for a category; a category the classifier doesn't know is never agreed with. */
    private OptionalDouble agreement(int[] answers, List<Optional<String>> asked) {
        if (!(classifier.task() instanceof ClassifierTask.Categories categories)) {
            return OptionalDouble.empty();
        }
        return IntStream.range(0, asked.size())
                .filter(picture -> asked.get(picture).isPresent())
                .mapToDouble(picture -> categories
                                .names()
                                .get(answers[picture])
                                .equals(asked.get(picture).orElseThrow())
                        ? 1
                        : 0)
                .average();
    }

    private Cloud projected(PictureSet pictures) {
        double[] projected = new double[pictures.size() * SLICES];
        IntStream.range(0, pictures.size()).parallel().forEach(index -> {
            float[] picture = new float[pictures.format().length()];
            pictures.copy(index, picture, 0);
            slices.project(picture, projected, index * SLICES);
        });
        return new Cloud(pictures.size(), SLICES, projected);
    }
}
