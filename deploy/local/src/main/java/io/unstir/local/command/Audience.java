package io.unstir.local.command;

import io.unstir.local.api.Job;
import io.unstir.local.api.ServerEvent;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that want to know what happens to jobs.
 *
 * @param moved told how a job stands
 * @param pictures where images are shown while they are made
 * @param frames where an animation is made of them
 */
record Audience(Consumer<Job> moved, Optional<Pictures> pictures, Optional<Frames> frames) implements JobTaker {
    @Override
    public void moved(Job job) {
        moved.accept(job);
    }

    @Override
    public void take(Job job, ServerEvent event) {
        frames.ifPresent(taker -> taker.take(job, event));
        pictures.ifPresent(taker -> taker.take(job, event));
    }
}
