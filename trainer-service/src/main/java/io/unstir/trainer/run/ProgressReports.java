package io.unstir.trainer.run;

/** Means between reports, at most one report a second and one at the end. */
final class ProgressReports {
    private static final long EVERY_NANOS = 1_000_000_000L;

    private final TrainingListener listener;
    private final long totalSteps;
    private final long imagesPerStep;
    private long reportedStep;
    private long reportedAt = System.nanoTime();
    private double sum;

    /** @param step steps already done */
    ProgressReports(TrainingListener listener, long step, long totalSteps, long imagesPerStep) {
        this.listener = listener;
        this.totalSteps = totalSteps;
        this.imagesPerStep = imagesPerStep;
        reportedStep = step;
    }

    /** @param step steps done with this one */
    void add(long step, double loss) {
        sum += loss;
        long now = System.nanoTime();
        if (now - reportedAt < EVERY_NANOS && step < totalSteps) {
            return;
        }
        long steps = step - reportedStep;
        double seconds = (now - reportedAt) / 1e9;
        listener.progressed(step, totalSteps, sum / steps, steps * imagesPerStep / seconds);
        reportedStep = step;
        reportedAt = now;
        sum = 0;
    }

    /** Leaves out the time since the last step, which went into something else. */
    void skip(long nanos) {
        reportedAt += nanos;
    }
}
