package io.unstir.trainer.evaluation;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.unstir.trainer.network.ImageClassifier;
import io.unstir.trainer.optimizer.AdamW;
import io.unstir.trainer.optimizer.LearningRate;
import io.unstir.trainer.optimizer.MovingAverage;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.DjlOps;

/** Teaches a classifier: cross-entropy with smoothed labels, AdamW, half a cosine. The same lessons give the same weights. */
record ClassifierTraining(Lessons lessons, EvaluationListener listener) {
    /** Raised with every change that gives other weights. */
    static final int VERSION = 1;

    private static final int BATCH = 32;
    private static final int ROUNDS = 40;
    private static final int FEWEST_STEPS = 300;
    private static final int MOST_STEPS = 4000;
    private static final int REPORT_EVERY = 100;
    private static final double PEAK_RATE = 2e-3;
    private static final double WEIGHT_DECAY = 0.05;
    private static final double AVERAGE_DECAY = 0.99;
    private static final float SMOOTHING = 0.05f;

    ClassifierWeights run() {
        var format = lessons.pictures().format();
        var task = lessons.task();
        var network = new ImageClassifier(format.channels(), format.size(), task.classes());
        int steps = Math.clamp((long) ROUNDS * lessons.questions() / BATCH, FEWEST_STEPS, MOST_STEPS);
        var rate = new LearningRate(LearningRate.Shape.COSINE, PEAK_RATE, steps / 20, steps, 0);
        try (NDManager manager = NDManager.newBaseManager()) {
            Engine.getInstance().setRandomSeed(Long.hashCode(lessons.seed()));
            Parameters weights = Parameters.initial(manager, network.parameters());
            var optimizer = new AdamW(
                    Parameters.zeros(manager, network.parameters()),
                    Parameters.zeros(manager, network.parameters()),
                    WEIGHT_DECAY);
            var average = new MovingAverage(weights.copy(), AVERAGE_DECAY);
            try (var ops = DjlOps.training(manager, weights.tensors())) {
                double sum = 0;
                for (int step = 1; step <= steps; step++) {
                    sum += learn(network, ops, weights, optimizer, rate.at(step), step, manager);
                    average.update(weights, step);
                    if (step % REPORT_EVERY == 0 || step == steps) {
                        int since = step % REPORT_EVERY == 0 ? REPORT_EVERY : step % REPORT_EVERY;
                        listener.learned(step, steps, sum / since);
                        sum = 0;
                    }
                }
            }
            return ClassifierWeights.of(network, average.average());
        }
    }

    private double learn(
            ImageClassifier network,
            DjlOps ops,
            Parameters weights,
            AdamW optimizer,
            double rate,
            int step,
            NDManager parent) {
        try (NDManager manager = parent.newSubManager()) {
            weights.requireGradient(true);
            // Dropout draws from the engine's generator.
            Engine.getInstance().setRandomSeed((int) (lessons.seed() * 31 + step));
            double loss;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray value = loss(network, ops, lessons.training(step - 1L, BATCH), manager);
                collector.backward(value);
                loss = value.getFloat();
            }
            Parameters gradients = weights.takeGradients(manager);
            weights.requireGradient(false);
            if (!Double.isFinite(loss)) {
                throw new EvaluationException("the classifier's loss is " + loss + " at step " + step);
            }
            optimizer.update(weights, gradients, 1, rate, step);
            return loss;
        }
    }

    /** Mean cross-entropy; the targets carry its sign and divisor, so that no number meets a tracked tensor. */
    private NDArray loss(ImageClassifier network, DjlOps ops, Lessons.Batch batch, NDManager manager) {
        int classes = lessons.task().classes();
        var format = lessons.pictures().format();
        NDArray pictures =
                manager.create(batch.pictures(), new Shape(BATCH, format.channels(), format.size(), format.size()));
        NDArray targets = manager.create(targets(batch.labels(), classes), new Shape(BATCH, classes));
        NDArray logits = network.answer(ops, network.features(ops, pictures));
        return logits.logSoftmax(1).mul(targets).sum();
    }

    private static float[] targets(int[] labels, int classes) {
        float[] targets = new float[labels.length * classes];
        for (int row = 0; row < labels.length; row++) {
            for (int label = 0; label < classes; label++) {
                float share = SMOOTHING / classes + (label == labels[row] ? 1 - SMOOTHING : 0);
                targets[row * classes + label] = -share / labels.length;
            }
        }
        return targets;
    }
}
