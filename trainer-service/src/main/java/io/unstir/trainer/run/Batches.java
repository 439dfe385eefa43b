package io.unstir.trainer.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.network.Conditioning;
import java.util.SplittableRandom;

/**
 * Which images a pass sees, in which order, how changed and with which timesteps: a function of the seed and the pass alone, so a
 * resumed run goes on as if nothing had happened. Every epoch is a new permutation of the data.
 */
record Batches(
        TrainingData data, int batch, double conditioningDropout, Augmentation augmentation, int timesteps, long seed) {

    /**
     * One pass's input.
     *
     * @param images x0
     * @param condition null where the network is told nothing
     */
    record Batch(NDArray images, NDArray condition, int[] timesteps) {}

    /** One pass's input as numbers. */
    record Rows(float[] images, Shape imageShape, float[] conditions, Conditioning conditioning, int[] timesteps) {
        Batch tensors(NDManager manager) {
            return new Batch(manager.create(images, imageShape), condition(manager), timesteps);
        }

        private NDArray condition(NDManager manager) {
            return switch (conditioning) {
                case Conditioning.None() -> null;
                case Conditioning.Classes _ -> manager.create(conditions);
                case Conditioning.Text(int tokens, int width) ->
                    manager.create(conditions, new Shape(timesteps.length, tokens, width));
            };
        }
    }

    /** @param pass counted from 0; a step has one pass or, with accumulation, several */
    Rows rows(long pass) {
        int imageLength = data.channels() * data.imageSize() * data.imageSize();
        int conditionLength = data.conditioning().length();
        float[] images = new float[batch * imageLength];
        float[] conditions = new float[batch * conditionLength];
        int[] times = new int[batch];
        SplittableRandom random = random(1, pass);
        long epoch = -1;
        int[] order = {};
        for (int row = 0; row < batch; row++) {
            long position = pass * batch + row;
            if (position / data.size() != epoch) {
                epoch = position / data.size();
                order = permutation(epoch);
            }
            int index = order[(int) (position % data.size())];
            data.copyImage(index, images, row * imageLength);
            if (random.nextDouble() < conditioningDropout) {
                data.copyNoCondition(conditions, row * conditionLength);
            } else {
                data.copyCondition(index, conditions, row * conditionLength);
            }
            times[row] = random.nextInt(timesteps);
            augmentation.change(images, row * imageLength, data, random);
        }
        Shape imageShape = new Shape(batch, data.channels(), data.imageSize(), data.imageSize());
        return new Rows(images, imageShape, conditions, data.conditioning(), times);
    }

    /** Seed of the engine's generator for a pass's noise and dropout. */
    int noiseSeed(long pass) {
        return random(2, pass).nextInt();
    }

    private int[] permutation(long epoch) {
        int[] order = new int[data.size()];
        SplittableRandom random = random(3, epoch);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private SplittableRandom random(long stream, long counter) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + stream * 0xD1B54A32D192ED03L + counter);
    }
}
