package io.unstir.trainer.bench;

import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.network.Conditioning;
import java.util.SplittableRandom;

/** Colour pictures of noise that nothing is said of: what a step costs does not depend on what is in them. */
final class RandomPictures implements TrainingData {
    private static final int COUNT = 256;
    private static final int CHANNELS = 3;

    private final int imageSize;
    private final float[] pixels;

    RandomPictures(int imageSize) {
        this.imageSize = imageSize;
        pixels = new float[COUNT * length()];
        var random = new SplittableRandom(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (2 * random.nextDouble() - 1);
        }
    }

    private int length() {
        return CHANNELS * imageSize * imageSize;
    }

    @Override
    public int size() {
        return COUNT;
    }

    @Override
    public int channels() {
        return CHANNELS;
    }

    @Override
    public int imageSize() {
        return imageSize;
    }

    @Override
    public Conditioning conditioning() {
        return new Conditioning.None();
    }

    @Override
    public void copyImage(int index, float[] target, int offset) {
        System.arraycopy(pixels, index * length(), target, offset, length());
    }

    @Override
    public void copyCondition(int index, float[] target, int offset) {}

    @Override
    public void copyNoCondition(float[] target, int offset) {}

    @Override
    public String digest() {
        return "0".repeat(64);
    }
}
