package io.unstir.trainer.run;

/** Hears how a run goes, on the training thread. */
public interface TrainingListener {
    /**
     * @param fromStep steps already done by an earlier, interrupted run
     * @param parameters number of trained values
     */
    void started(long fromStep, long totalSteps, long parameters);

    /**
     * @param loss mean over the steps since the last report
     */
    void progressed(long step, long totalSteps, double loss, double imagesPerSecond);
}
