package io.unstir.gateway.jobs;

import io.unstir.gateway.live.Place;
import io.unstir.proto.v1.JobPreview;
import java.util.Optional;

/** What a watcher of a job is told. */
sealed interface JobNews {
    /** Where the event stands that made it, by which it is told once; empty for what is no event. */
    default Optional<Place> place() {
        return Optional.empty();
    }

    /** How the job stands as a watcher comes again; what it missed follows. */
    record Standing(Job job) implements JobNews {}

    /**
     * All there is to know as a watcher comes.
     *
     * @param newest where the newest event in it stands
     */
    record Whole(Job job, Optional<Place> newest) implements JobNews {}

    /** A sampler has taken the job; perhaps not the first one. */
    record Started(Place at, Job job) implements JobNews {
        @Override
        public Optional<Place> place() {
            return Optional.of(at);
        }
    }

    /** Steps were done. */
    record Progressed(Place at, Job.Progress progress) implements JobNews {
        @Override
        public Optional<Place> place() {
            return Optional.of(at);
        }
    }

    /** An image is there. */
    record Made(Place at, Job.Image image) implements JobNews {
        @Override
        public Optional<Place> place() {
            return Optional.of(at);
        }
    }

    /** The job is what it will be for good. */
    record Ended(Place at, Job job) implements JobNews {
        @Override
        public Optional<Place> place() {
            return Optional.of(at);
        }
    }

    /** What an image may become. */
    record Glimpsed(JobPreview preview) implements JobNews {}

    /** The watcher had all there was. */
    record Over() implements JobNews {}

    /** No more can be told; the watcher shall ask again. */
    record Lost() implements JobNews {}
}
