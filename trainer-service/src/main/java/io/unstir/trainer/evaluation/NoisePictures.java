package io.unstir.trainer.evaluation;

import java.util.SplittableRandom;

/**
 * What a sampler that does nothing would show: its first noise, standard normal and cut to [-1, 1]. Picture and place alone decide
 * the values.
 */
record NoisePictures(PictureFormat format, int size, long seed) implements PictureSet {
    @Override
    public void copy(int index, float[] target, int offset) {
        var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index);
        for (int i = 0; i < format.length(); i++) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            double value = radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
            target[offset + i] = (float) Math.clamp(value, -1, 1);
        }
    }
}
