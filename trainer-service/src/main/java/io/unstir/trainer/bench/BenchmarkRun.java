package io.unstir.trainer.bench;

import io.unstir.trainer.config.RandomModelConfig;
import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.config.TrainingConfig.UNetShape;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.run.StepTimes;
import io.unstir.trainer.run.TrainingListener;
import io.unstir.trainer.run.TrainingRun;
import java.nio.file.Path;

/** A training like any other that ends when it was watched long enough: the loop that is measured is the one that trains. */
record BenchmarkRun(RandomModelConfig model, int batch, TrainingData data, Path folder) {
    /** Where the run stands after a step. */
    interface Watch {
        /**
         * Called on the training thread, which waits for it.
         *
         * @param step counted from 1
         * @return whether it goes on
         */
        boolean stepped(long step, StepTimes times);
    }

    /** What a step does besides computing. */
    record Habits(int checkpointEvery, int samplesEvery) {
        static final Habits NONE = new Habits(10_000_000, 0);
    }

    /** Returns the network's number of parameters. */
    long train(Habits habits, Watch watch) {
        var listener = new Listener(watch);
        new TrainingRun(config(habits), data, folder, listener).run(() -> listener.ended);
        return listener.parameters;
    }

    private TrainingConfig config(Habits habits) {
        TrainingConfig usual = new TrainingConfigReader()
                .read("""
                model: bench
                data: {folder: .}
                training: {steps: 10000000, batch: %d, checkpoint_every: %d, samples_every: %d, seed: %d}
                sampling: {guidance_scale: 1}
                """.formatted(batch, habits.checkpointEvery(), habits.samplesEvery(), model.seed()), folder);
        return new TrainingConfig(
                model.model(),
                usual.version(),
                usual.data(),
                new UNetShape(model.network()),
                usual.diffusion(),
                usual.training(),
                usual.sampling(),
                usual.startFrom());
    }

    private static final class Listener implements TrainingListener {
        private final Watch watch;
        private boolean ended;
        private long parameters;

        Listener(Watch watch) {
            this.watch = watch;
        }

        @Override
        public void started(long fromStep, long totalSteps, long count) {
            parameters = count;
        }

        @Override
        public void progressed(long step, long totalSteps, double loss, double imagesPerSecond) {}

        @Override
        public void stepped(long step, StepTimes times) {
            ended = !watch.stepped(step, times);
        }
    }
}
