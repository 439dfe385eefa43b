package io.unstir.trainer.run;

import io.unstir.trainer.preview.Preview;

/** Hears how a run goes, on the training thread. */
public interface TrainingListener {
    /**
     * @param fromStep steps already done by an earlier, interrupted run
     * @param parameters number of trained values
     */
    void started(long fromStep, long totalSteps, long parameters);

    /**
     * At most once a second, and at the end.
     *
     * @param loss mean over the steps since the last report
     */
    void progressed(long step, long totalSteps, double loss, double imagesPerSecond);

    /** After every step, counted from 1. */
    default void stepped(long step, StepTimes times) {}

    /** Pictures of the run after {@code step} steps are in its folder. */
    default void sampled(long step, Preview preview) {}
}
