package io.unstir.sampler.engine;

/**
 * What an engine has done since it started.
 *
 * @param runs of the model
 * @param rows in all runs
 * @param modelNanos inside the model's runs
 * @param busyNanos while there was any lane
 */
public record Work(long runs, long rows, long modelNanos, long busyNanos) {
    /** What was done since {@code before}. */
    public Work since(Work before) {
        return new Work(
                runs - before.runs, rows - before.rows, modelNanos - before.modelNanos, busyNanos - before.busyNanos);
    }

    /** The part of the busy time that the model took. */
    public double modelShare() {
        return busyNanos == 0 ? 0 : (double) modelNanos / busyNanos;
    }

    /** Mean rows of a run. */
    public double rowsPerRun() {
        return runs == 0 ? 0 : (double) rows / runs;
    }
}
