package io.unstir.sampler.job;

import io.unstir.sampler.engine.Glimpse;
import java.util.Optional;

/** Which images of a job are shown while they are made, and when. The engine's thread asks and gives, the job's takes. */
sealed interface Showing permits Glimpses, EveryStep {
    boolean wants(int image, int step);

    void hold(Glimpse glimpse);

    void left(int image);

    /** For the job's thread. */
    Optional<Glimpse> take();
}
