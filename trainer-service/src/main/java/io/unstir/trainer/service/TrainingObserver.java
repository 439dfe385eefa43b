package io.unstir.trainer.service;

import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingStarted;
import io.unstir.trainer.preview.Preview;
import java.nio.file.Path;

/** Hears how a training goes, on the training thread. */
interface TrainingObserver {
    /** So many of the data set's images are decoded and their captions encoded. */
    void loaded(int done, int total);

    void started(TrainingStarted event);

    /**
     * What there is to say of the finished network.
     *
     * @param folder where the pictures that go with it are
     */
    void reported(String lines, Path folder);

    /** At most once a second, and at the end. */
    void progressed(TrainingProgressed event);

    /** Pictures of the run after {@code step} steps are on disk. */
    void sampled(long step, Preview preview);
}
