package io.unstir.trainer.evaluation;

import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.DataSet;
import io.unstir.trainer.evaluation.Report.Eyes;
import io.unstir.trainer.evaluation.Report.Run;
import io.unstir.trainer.evaluation.Report.Subject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Compares made pictures with a data set's. The real pictures are cut in two by lot: one half is what everything is compared with, the
 * other stands for a perfect model.
 *
 * @param data how the data set was decoded
 * @param classifiers folder where classifiers are kept
 */
public record Evaluation(TrainingConfig.Data data, DataSet dataSet, Path classifiers, EvaluationListener listener) {
    /** Of the classifier, the lot and the noise: never another, or scores would not compare. */
    private static final long SEED = 1;

    /** More real pictures than these change nothing but the time it takes. */
    private static final int MOST_PICTURES = 20_000;

    /** @param folders each with pictures and how they were made */
    public Report report(Subject subject, List<Path> folders) {
        if (data.imageSize() < 2) {
            throw new EvaluationException("only models of images can be evaluated (this one makes points)");
        }
        var real = RealPictures.of(dataSet);
        var graduate = new Schooling(real, SEED, listener).graduate(ClassifierFile.in(classifiers, real, data, SEED));
        int[] lot =
                Arrays.copyOf(Lot.draw(real.size(), new SplittableRandom(SEED)), Math.min(MOST_PICTURES, real.size()));
        int half = lot.length / 2;
        PictureSet others =
                real.select(IntStream.range(0, half).map(i -> lot[i]).toArray());
        PictureSet reference =
                real.select(IntStream.range(half, lot.length).map(i -> lot[i]).toArray());
        listener.looking(reference.size() + " real pictures");
        var yardstick = new Yardstick(graduate.classifier(), reference);
        List<Run> runs = folders.stream()
                .map(folder -> run(folder, yardstick, others, graduate))
                .toList();
        var classifier = graduate.classifier();
        return new Report(
                subject,
                real.dataDigest(),
                real.size(),
                reference.size(),
                new Eyes(
                        classifier.weights().digest(),
                        classifier.task().name(),
                        classifier.task().classes(),
                        graduate.accuracy(),
                        graduate.examined()),
                runs,
                withoutAgreement(classifier.task(), runs));
    }

    private Run run(Path folder, Yardstick yardstick, PictureSet others, Schooling.Graduate graduate) {
        var sampling = Sampling.read(folder);
        var made = GeneratedPictures.read(folder, data);
        listener.looking("%d pictures of %s, %d steps".formatted(made.size(), sampling.solver(), sampling.steps()));
        Scores scores = yardstick.measure(made, made.categories());
        int perfect = Math.min(made.size(), others.size());
        Scores floor =
                yardstick.measure(others.select(IntStream.range(0, perfect).toArray()), List.of());
        Scores ceiling = yardstick.measure(
                new NoisePictures(made.format(), made.size(), SEED),
                scores.promptAgreement().isPresent() ? made.categories() : List.of());
        // The classifier knows most of the other half by heart: only pictures it never saw tell how far it can be
        // believed.
        var believed =
                scores.promptAgreement().isPresent() ? OptionalDouble.of(graduate.accuracy()) : OptionalDouble.empty();
        return new Run(sampling, scores, withAgreement(floor, believed), ceiling);
    }

    private static Scores withAgreement(Scores scores, OptionalDouble agreement) {
        return new Scores(
                scores.pictures(),
                scores.frechetDistance(),
                scores.kernelDistance(),
                scores.manifolds(),
                scores.slicedWasserstein(),
                agreement);
    }

    private static Optional<String> withoutAgreement(ClassifierTask task, List<Run> runs) {
        if (task instanceof ClassifierTask.Rotations) {
            return Optional.of("the data set has no categories; the classifier tells quarter turns instead");
        }
        return runs.stream().allMatch(run -> run.made().promptAgreement().isEmpty())
                ? Optional.of("the pictures were asked for without a category")
                : Optional.empty();
    }
}
