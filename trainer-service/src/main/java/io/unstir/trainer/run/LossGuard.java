package io.unstir.trainer.run;

import java.util.ArrayDeque;
import java.util.Locale;

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

    /** One that has heard of these losses: a run that is gone on with is watched as if it had never stopped. */
    static LossGuard after(double[] losses, double limit) {
        var guard = new LossGuard(limit);
        for (double loss : losses) {
            guard.hear(loss);
        }
        return guard;
    }

    /** @throws TrainingException when this loss was one too many */
    void add(long step, double loss) {
        double bestBefore = best;
        hear(loss);
        if (limit > 0 && mean() > limit * bestBefore) {
            throw new TrainingException(
                    "loss-spike",
                    String.format(
                            Locale.ROOT,
                            "Step %d: the mean loss of the last %d steps, %.4f, is over %s times the best, %.4f; the last good checkpoint is kept",
                            step,
                            WINDOW,
                            mean(),
                            limit,
                            bestBefore));
        }
    }

    /** As precise as {@link LossLog} keeps it, so that hearing of it again is the same. */
    private void hear(double loss) {
        recent.add((double) (float) loss);
        if (recent.size() > WINDOW) {
            recent.remove();
            best = Math.min(best, mean());
        }
    }

    /** Whether the state is worth keeping: nothing is kept while the loss is on its way up. */
    boolean isCalm() {
        return limit == 0 || recent.size() < WINDOW || mean() <= Math.min(CALM, limit) * best;
    }

    private double mean() {
        return recent.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
