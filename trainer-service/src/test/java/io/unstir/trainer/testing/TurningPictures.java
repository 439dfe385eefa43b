package io.unstir.trainer.testing;

import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.network.Conditioning;

/** {@link NoisyPictures} whose values are multiplied from some picture on, counted as they are read. */
public final class TurningPictures implements TrainingData {
    private final NoisyPictures good = new NoisyPictures();
    private final int goodReads;
    private final float factor;
    private int read;

    /** @param factor of what is read after the first {@code goodReads} */
    public TurningPictures(int goodReads, float factor) {
        this.goodReads = goodReads;
        this.factor = factor;
    }

    @Override
    public int size() {
        return good.size();
    }

    @Override
    public int channels() {
        return good.channels();
    }

    @Override
    public int imageSize() {
        return good.imageSize();
    }

    @Override
    public Conditioning conditioning() {
        return good.conditioning();
    }

    @Override
    public synchronized void copyImage(int index, float[] target, int offset) {
        good.copyImage(index, target, offset);
        if (++read > goodReads) {
            for (int i = 0; i < channels() * imageSize() * imageSize(); i++) {
                target[offset + i] *= factor;
            }
        }
    }

    @Override
    public void copyCondition(int index, float[] target, int offset) {
        good.copyCondition(index, target, offset);
    }

    @Override
    public void copyNoCondition(float[] target, int offset) {
        good.copyNoCondition(target, offset);
    }

    @Override
    public String digest() {
        return good.digest();
    }
}
