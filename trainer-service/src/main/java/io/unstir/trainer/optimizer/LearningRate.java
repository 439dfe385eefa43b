package io.unstir.trainer.optimizer;

/**
 * Linear warm-up to the peak, then as {@link Shape} says.
 *
 * @param peak largest rate
 * @param warmupSteps steps up to the peak
 * @param totalSteps steps of the run
 * @param decaySteps with {@link Shape#CONSTANT}, how many steps at the end go down to zero in a line
 */
public record LearningRate(Shape shape, double peak, int warmupSteps, int totalSteps, int decaySteps) {
    private static final double FLOOR = 0.1;

    /** What follows the warm-up. */
    public enum Shape {
        /** Half a cosine down to a tenth of the peak (Loshchilov and Hutter 2017). */
        COSINE,
        /**
         * The peak, and a line down to zero at the end (Hägele et al. 2024): until that begins, weights don't depend on how long the
         * run will be, so it can be made longer.
         */
        CONSTANT
    }

    /** Whether the first {@code steps} steps know nothing of the end. */
    public boolean isConstantUntil(long steps) {
        return shape == Shape.CONSTANT && steps <= totalSteps - decaySteps;
    }

    /** @param step counted from 1 */
    public double at(long step) {
        if (step <= warmupSteps) {
            return peak * step / warmupSteps;
        }
        return switch (shape) {
            case COSINE -> {
                double progress = Math.min(1, (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
                yield peak * (FLOOR + (1 - FLOOR) * (1 + StrictMath.cos(StrictMath.PI * progress)) / 2);
            }
            case CONSTANT -> {
                // The last step still learns something: zero is reached after it.
                long left = totalSteps + 1L - step;
                yield left > decaySteps ? peak : peak * Math.max(0, left) / (decaySteps + 1);
            }
        };
    }
}
