package io.unstir.trainer.service;

import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingStarted;

/** Hears how a training goes, on the training thread. */
interface TrainingObserver {
    /** So many of the data set's images are decoded and their captions encoded. */
    void loaded(int done, int total);

    void started(TrainingStarted event);

    /** At most once a second, and at the end. */
    void progressed(TrainingProgressed event);
}
