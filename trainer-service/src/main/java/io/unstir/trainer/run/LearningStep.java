package io.unstir.trainer.run;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.diffusion.Objective;
import io.unstir.trainer.network.Network;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.DjlOps;

/** One step of the optimizer: forward and backward of its batches, clipped update, moving averages. */
record LearningStep(TrainingConfig.Training config, Network network, Objective objective, Batches batches) {

    /** What a step has to tell. */
    record Outcome(double loss, StepTimes times) {}

    /**
     * @param ops over the learner's weights
     * @param step numbered from 0
     * @throws TrainingException when loss or gradient is no number; the learner is as it was
     */
    Outcome learn(Learner learner, DjlOps ops, BatchFeed feed, long step, NDManager parent) {
        Parameters weights = learner.weights();
        try (NDManager manager = parent.newSubManager()) {
            Outcome passes = new Outcome(0, StepTimes.NONE);
            weights.requireGradient(true);
            for (int pass = 0; pass < config.accumulate(); pass++) {
                // The engine adds up gradients of several backward passes.
                passes = backward(ops, feed, step * config.accumulate() + pass, passes, manager);
            }
            double loss = passes.loss() / config.accumulate();
            long begin = System.nanoTime();
            update(learner, loss, step, manager);
            long updated = System.nanoTime();
            learner.averages().update(weights, step + 1);
            long averaged = System.nanoTime();
            return new Outcome(loss, passes.times().plus(new StepTimes(0, 0, updated - begin, averaged - updated)));
        }
    }

    private void update(Learner learner, double loss, long step, NDManager manager) {
        Parameters weights = learner.weights();
        Parameters gradient = weights.takeGradients(manager);
        weights.requireGradient(false);
        double norm = norm(gradient) / config.accumulate();
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new TrainingException(
                    "loss-not-finite",
                    "Step %d: loss %s, gradient norm %s; the last checkpoint is kept".formatted(step, loss, norm));
        }
        double clip = Math.min(1, config.gradientClip() / Math.max(norm, 1e-12));
        learner.optimizer()
                .update(
                        weights,
                        gradient,
                        (float) (clip / config.accumulate()),
                        config.learningRate().at(step + 1),
                        step + 1);
    }

    /** Forward and backward of one batch, added to what earlier passes of the step had. */
    private Outcome backward(DjlOps ops, BatchFeed feed, long pass, Outcome before, NDManager parent) {
        Batches.Rows rows = feed.rows(pass);
        double value;
        long begin;
        long forwarded;
        try (NDManager manager = parent.newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            Batches.Batch batch = rows.tensors(manager);
            begin = System.nanoTime();
            NDArray loss = loss(ops, batch, pass, manager);
            value = loss.getFloat();
            forwarded = System.nanoTime();
            gradients.backward(loss);
        }
        return new Outcome(
                before.loss() + value,
                before.times().plus(new StepTimes(forwarded - begin, System.nanoTime() - forwarded, 0, 0)));
    }

    /** The loss of a batch, tracked where the weights are. */
    NDArray loss(DjlOps ops, Batches.Batch batch, long pass, NDManager manager) {
        Engine.getInstance().setRandomSeed(batches.noiseSeed(pass));
        NDArray noise = manager.randomNormal(batch.images().getShape());
        return objective.loss(
                batch.images(), noise, batch.timesteps(), (x, t) -> network.apply(ops, x, t, batch.condition()));
    }

    private static double norm(Parameters gradients) {
        double squares = 0;
        for (NDArray gradient : gradients.tensors().values()) {
            try (NDArray norm = gradient.norm()) {
                double n = norm.getFloat();
                squares += n * n;
            }
        }
        return Math.sqrt(squares);
    }
}
