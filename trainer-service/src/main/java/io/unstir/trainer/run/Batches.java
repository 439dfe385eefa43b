package io.unstir.trainer.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.data.TrainingData;
import java.util.SplittableRandom;

/**
 * Which images a step sees, in which order and with which timesteps: a function of the seed and the step alone, so a resumed run
 * goes on as if nothing had happened. Every epoch is a new permutation of the data.
 */
record Batches(
        TrainingData data, int batch, double conditioningDropout, boolean horizontalFlip, int timesteps, long seed) {

    /** One step's input: x0, encoded captions and t. */
    record Batch(NDArray images, NDArray captions, int[] timesteps) {}

    /** @param step counted from 0 */
    Batch at(long step, NDManager manager) {
        int imageLength = data.channels() * data.imageSize() * data.imageSize();
        int captionLength = data.maxTokens() * data.textWidth();
        float[] images = new float[batch * imageLength];
        float[] captions = new float[batch * captionLength];
        int[] times = new int[batch];
        SplittableRandom random = random(1, step);
        long epoch = -1;
        int[] order = {};
        for (int row = 0; row < batch; row++) {
            long position = step * batch + row;
            if (position / data.size() != epoch) {
                epoch = position / data.size();
                order = permutation(epoch);
            }
            int index = order[(int) (position % data.size())];
            data.copyImage(index, images, row * imageLength);
            if (random.nextDouble() < conditioningDropout) {
                data.copyEmptyCaption(captions, row * captionLength);
            } else {
                data.copyCaption(index, captions, row * captionLength);
            }
            times[row] = random.nextInt(timesteps);
            if (random.nextBoolean() && horizontalFlip) {
                mirror(images, row * imageLength, imageLength, data.imageSize());
            }
        }
        Shape imageShape = new Shape(batch, data.channels(), data.imageSize(), data.imageSize());
        Shape captionShape = new Shape(batch, data.maxTokens(), data.textWidth());
        return new Batch(manager.create(images, imageShape), manager.create(captions, captionShape), times);
    }

    /** Seed of the engine's generator for the noise of a step. */
    int noiseSeed(long step) {
        return random(2, step).nextInt();
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

    private static void mirror(float[] images, int offset, int length, int width) {
        for (int line = offset; line < offset + length; line += width) {
            for (int left = line, right = line + width - 1; left < right; left++, right--) {
                float kept = images[left];
                images[left] = images[right];
                images[right] = kept;
            }
        }
    }
}
