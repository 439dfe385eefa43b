package io.unstir.trainer.evaluation;

import io.unstir.trainer.network.ImageClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the classifier of a data set: in its file, or by training it and leaving it there. What the classifier is examined on is
 * a part of the pictures that it never saw.
 *
 * @param seed of its weights and lessons
 */
record Schooling(RealPictures pictures, long seed, EvaluationListener listener) {
    private static final double HELD_OUT = 0.15;
    private static final int FEWEST_PICTURES = 20;

    Schooling {
        if (pictures.size() < FEWEST_PICTURES) {
            throw new EvaluationException(
                    "the data set must have at least %d different pictures to be evaluated on (got %d)"
                            .formatted(FEWEST_PICTURES, pictures.size()));
        }
    }

    /**
     * @param accuracy share of right answers on pictures that were kept from training
     * @param examined how many pictures that were
     */
    record Graduate(Classifier classifier, double accuracy, int examined) {}

    Graduate graduate(Path file) {
        var task = ClassifierTask.of(pictures);
        var format = pictures.format();
        var network = new ImageClassifier(format.channels(), format.size(), task.classes());
        // Pictures lie in the order of their digests, so the first are as good as drawn by lot.
        int heldOut = (int) Math.max(1, Math.round(HELD_OUT * pictures.size()));
        Optional<ClassifierWeights> known = read(network, file);
        ClassifierWeights weights = known.orElseGet(() -> {
            var lessons = new Lessons(
                    pictures, IntStream.range(heldOut, pictures.size()).toArray(), task, seed);
            ClassifierWeights trained = new ClassifierTraining(lessons, listener).run();
            write(trained, file);
            return trained;
        });
        listener.classifierReady(weights.digest(), known.isPresent());
        var classifier = new Classifier(task, weights);
        var exam = new Lessons(pictures, IntStream.range(0, heldOut).toArray(), task, seed);
        return new Graduate(classifier, accuracy(classifier, exam), heldOut);
    }

    private static double accuracy(Classifier classifier, Lessons exam) {
        int[] answers = classifier.look(exam.exam()).answers();
        long right = IntStream.range(0, answers.length)
                .filter(question -> answers[question] == exam.examLabel(question))
                .count();
        return right / (double) answers.length;
    }

    private static Optional<ClassifierWeights> read(ImageClassifier network, Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(new ClassifierWeights(network, Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new EvaluationException(
                    "the classifier's file " + file + " is of no use for this data set: " + e.getMessage(), e);
        }
    }

    private static void write(ClassifierWeights weights, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path partial = Files.createTempFile(file.toAbsolutePath().getParent(), "classifier", ".partial");
            Files.write(partial, weights.bytes());
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new EvaluationException("the classifier's file " + file + " could not be written", e);
        }
    }
}
