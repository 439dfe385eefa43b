package io.unstir.sampler.job;

import io.unstir.sampler.delivery.ImageDelivery;
import io.unstir.sampler.delivery.JobEvents;
import io.unstir.sampler.engine.Course;
import io.unstir.sampler.engine.Engine;
import io.unstir.sampler.engine.Lane;
import io.unstir.sampler.engine.LaneEnd;
import io.unstir.sampler.engine.NotFiniteException;
import io.unstir.sampler.model.BundleException;
import io.unstir.sampler.model.Lease;
import io.unstir.sampler.model.Models;
import io.unstir.sampler.noise.PhiloxNoise;
import io.unstir.sampler.retry.Retry;
import io.unstir.sampler.session.DeviceClass;
import java.time.Duration;
import java.util.Arrays;

/**
 * Takes a job from its checkpoint to its last event. When {@link #run} returns, storage has the images and the broker has the events.
 *
 * @param checkpointPatience how long an unknown checkpoint is waited for
 * @param progressEvery least time between two progress events
 */
public record JobRunner(
        Models models, Engine engine, ImageDelivery delivery, Duration checkpointPatience, Duration progressEvery) {

    /**
     * @throws JobException when the job can't be done anywhere
     * @throws InterruptedException when this sampler stops; another one takes the job then
     */
    public void run(Job job, JobEvents events) throws InterruptedException {
        if (!models.await(job.checkpoint(), checkpointPatience)) {
            throw new JobException(
                    JobErrorCode.CHECKPOINT_UNAVAILABLE,
                    "checkpoint %s is not in the registry".formatted(job.checkpoint()));
        }
        try (var lease = lease(job)) {
            var deviceClass = lease.model().deviceClass();
            var course = SamplingPlan.of(job.request(), lease.model());
            var sampling = new Sampling(job.request().getImageCount());
            try {
                long start = System.nanoTime();
                enter(job, course, sampling);
                events.started(job.submitted().getCheckpoint(), deviceClass.name());
                String[] digests =
                        deliverAll(course, deviceClass, sampling, job.request().getImageCount(), events);
                events.succeeded(Arrays.asList(digests), Duration.ofNanos(System.nanoTime() - start));
            } finally {
                sampling.withdraw();
            }
        }
    }

    private Lease lease(Job job) throws InterruptedException {
        try {
            return Retry.untilDone("load checkpoint " + job.checkpoint(), () -> models.lease(job.checkpoint()));
        } catch (BundleException e) {
            throw new JobException(JobErrorCode.BUNDLE_INVALID, e.getMessage(), e);
        }
    }

    private void enter(Job job, Course course, Sampling sampling) throws InterruptedException {
        int elements = course.session().sample().elements();
        for (int image = 0; image < job.request().getImageCount(); image++) {
            var noise = new PhiloxNoise(job.request().getSeed(), image, elements);
            engine.submit(new Lane(course, noise, image, sampling));
            sampling.entered();
        }
    }

    private String[] deliverAll(Course course, DeviceClass deviceClass, Sampling sampling, int images, JobEvents events)
            throws InterruptedException {
        var progress = new Progress(events, images * course.trajectory().length(), progressEvery);
        String[] digests = new String[images];
        int delivered = 0;
        while (delivered < images) {
            var end = sampling.next(progressEvery);
            progress.report(sampling.stepsDone());
            if (end.isPresent()) {
                var finished = finished(end.get());
                var image = delivery.deliver(
                        finished.image(), finished.sample(), course.session().sample(), deviceClass);
                events.imageProduced(image);
                digests[finished.image()] = image.getSha256();
                delivered++;
            }
        }
        return digests;
    }

    private static LaneEnd.Finished finished(LaneEnd end) throws InterruptedException {
        return switch (end) {
            case LaneEnd.Finished finished -> finished;
            case LaneEnd.Failed(int image, NotFiniteException cause) ->
                throw new JobException(JobErrorCode.NOT_FINITE, cause.getMessage(), cause);
            case LaneEnd.Failed(int image, RuntimeException cause) -> throw cause;
            case LaneEnd.Cancelled cancelled -> throw new InterruptedException("the engine stops");
        };
    }
}
