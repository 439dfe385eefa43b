package io.unstir.sampler.noise;

/**
 * Noise near that of another image: sqrt(1 - s^2) of its numbers and s of one's own, which keeps them standard normal.
 *
 * @param near the other image's
 * @param own what makes the difference
 * @param strength s, 0 (the other image again) to 1 (nothing of it)
 */
public record VariedNoise(Noise near, Noise own, double strength) implements Noise {
    public VariedNoise {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("variation.strength must be 0 to 1 (got " + strength + ")");
        }
    }

    @Override
    public double[] draw(Draw purpose, int index) {
        double kept = StrictMath.sqrt(1 - strength * strength);
        double[] mixed = near.draw(purpose, index);
        double[] added = own.draw(purpose, index);
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = kept * mixed[i] + strength * added[i];
        }
        return mixed;
    }
}
