package io.unstir.trainer.optimizer;

/** Linear warm-up to {@code peak}, then half a cosine down to a tenth of it (Loshchilov and Hutter 2017). */
public record LearningRate(double peak, int warmupSteps, int totalSteps) {
    private static final double FLOOR = 0.1;

    /** @param step counted from 1 */
    public double at(long step) {
        if (step <= warmupSteps) {
            return peak * step / warmupSteps;
        }
        double progress = Math.min(1, (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
        return peak * (FLOOR + (1 - FLOOR) * (1 + StrictMath.cos(StrictMath.PI * progress)) / 2);
    }
}
