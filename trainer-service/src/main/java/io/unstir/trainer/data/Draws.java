package io.unstir.trainer.data;

import java.util.SplittableRandom;

/** Random numbers from a seed, the same on every machine. */
final class Draws {
    private final SplittableRandom random;

    Draws(long seed) {
        random = new SplittableRandom(seed);
    }

    /** In [0, 1). */
    double uniform() {
        return random.nextDouble();
    }

    /** One of 0 to {@code bound} - 1. */
    int choice(int bound) {
        return random.nextInt(bound);
    }

    /** Standard normal (Box and Muller 1958; the second of the two is not used). */
    double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }
}
