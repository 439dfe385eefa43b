package io.unstir.trainer.testing;

import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.network.Conditioning;
import java.util.SplittableRandom;

/** Ten small random pictures with random captions: real numbers to train on, no files to read. */
public final class NoisyPictures implements TrainingData {
    public static final int SIZE = 8;
    public static final int TOKENS = 4;
    private static final int WIDTH = 8;

    @Override
    public int size() {
        return 10;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public int imageSize() {
        return SIZE;
    }

    @Override
    public Conditioning conditioning() {
        return new Conditioning.Text(TOKENS, WIDTH);
    }

    @Override
    public void copyImage(int index, float[] target, int offset) {
        fill(index, target, offset, channels() * SIZE * SIZE);
    }

    @Override
    public void copyCondition(int index, float[] target, int offset) {
        fill(1000 + index, target, offset, TOKENS * WIDTH);
    }

    @Override
    public void copyNoCondition(float[] target, int offset) {
        fill(-1, target, offset, TOKENS * WIDTH);
    }

    @Override
    public String digest() {
        return "0".repeat(64);
    }

    private static void fill(long seed, float[] target, int offset, int length) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < length; i++) {
            target[offset + i] = (float) (2 * random.nextDouble() - 1);
        }
    }
}
