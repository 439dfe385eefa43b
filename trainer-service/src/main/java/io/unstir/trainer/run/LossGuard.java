package io.unstir.trainer.run;

import java.util.ArrayDeque;

/**
 * Notices a training that has gone wrong though its numbers are still numbers: the mean loss of the last steps far above the best
 * such mean so far.
 */
final class LossGuard {
    private static final int WINDOW = 50;
    private static final double CALM = 2;

    private final double limit;
    private final ArrayDeque<Double> recent = new ArrayDeque<>();
    private double best = Double.POSITIVE_INFINITY;

    /** @param limit mean loss over best mean that stops the run; 0 for never */
    LossGuard(double limit) {
        this.limit = limit;
    }

    /** @throws TrainingException when this loss was one too many */
    void add(long step, double loss) {
        recent.add(loss);
        if (recent.size() <= WINDOW) {
            return;
        }
        recent.remove();
        double mean = mean();
        if (limit > 0 && mean > limit * best) {
            throw new TrainingException(
                    "loss-spike",
                    "Step %d: the mean loss of the last %d steps, %.4f, is over %s times the best, %.4f; the last good checkpoint is kept"
                            .formatted(step, WINDOW, mean, limit, best));
        }
        best = Math.min(best, mean);
    }

    /** Whether the state is worth keeping: no checkpoint is written while the loss is on its way up. */
    boolean isCalm() {
        return limit == 0 || recent.size() < WINDOW || mean() <= Math.min(CALM, limit) * best;
    }

    private double mean() {
        return recent.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
