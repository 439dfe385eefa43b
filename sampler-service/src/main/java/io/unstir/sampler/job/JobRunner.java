package io.unstir.sampler.job;

import io.unstir.proto.v1.Priority;
import io.unstir.sampler.conditioning.Conditions;
import io.unstir.sampler.control.Cancellations;
import io.unstir.sampler.delivery.ImageDelivery;
import io.unstir.sampler.delivery.JobEvents;
import io.unstir.sampler.engine.Course;
import io.unstir.sampler.engine.Engine;
import io.unstir.sampler.engine.Lane;
import io.unstir.sampler.engine.LaneEnd;
import io.unstir.sampler.engine.LaneMemory;
import io.unstir.sampler.engine.NotFiniteException;
import io.unstir.sampler.model.BundleException;
import io.unstir.sampler.model.Lease;
import io.unstir.sampler.model.Models;
import io.unstir.sampler.retry.Retry;
import io.unstir.sampler.session.DeviceClass;
import io.unstir.sampler.trace.JobTrace;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Takes a job from its checkpoint to its last event. When {@link #run} returns, storage has the images and the broker has the events.
 *
 * @param bulkMemory the part of {@code laneMemory} that jobs in bulk may take
 * @param checkpointPatience how long an unknown checkpoint is waited for
 * @param progressEvery least time between two progress events
 * @param previews how much is shown of images on their way
 * @param trace makes spans
 */
public record JobRunner(
        Models models,
        Engine engine,
        LaneMemory laneMemory,
        LaneMemory bulkMemory,
        Conditions conditions,
        Cancellations cancellations,
        ImageDelivery delivery,
        Duration checkpointPatience,
        Duration progressEvery,
        PreviewPolicy previews,
        JobTrace trace) {
    /** The share of an interactive job, where one in bulk has 1. */
    public static final double INTERACTIVE_WEIGHT = 8;

    /** How long glimpses of every step may lie before they are sent: soon there is no room for more. */
    private static final Duration EVERY_STEP = Duration.ofMillis(10);

    /**
     * @throws JobException when the job can't be done anywhere
     * @throws JobCancelledException when it is no longer wanted
     * @throws InterruptedException when this sampler stops; another one takes the job then
     */
    public void run(Job job, JobEvents events) throws InterruptedException {
        cancellations.awaitComplete();
        requireWanted(job);
        if (!models.await(job.checkpoint(), checkpointPatience)) {
            throw new JobException(
                    JobErrorCode.CHECKPOINT_UNAVAILABLE,
                    "checkpoint %s is not in the registry".formatted(job.checkpoint()));
        }
        try (var lease = trace.part("load the model", () -> lease(job))) {
            var course =
                    trace.part("encode the prompt", () -> SamplingPlan.of(job.request(), lease.model(), conditions));
            int images = job.request().getImageCount();
            var glimpses = showing(job, course);
            var sampling = new Sampling(images, glimpses, () -> memory(job).release(course));
            try (var watch = cancellations.watch(job.id(), sampling::cancel)) {
                long start = System.nanoTime();
                enter(job, course, sampling);
                events.started(
                        job.submitted().getCheckpoint(),
                        lease.model().deviceClass().name(),
                        delivery.software());
                String[] digests = trace.part(
                        "sample",
                        () -> deliverAll(job, course, lease.model().deviceClass(), sampling, glimpses, events));
                events.succeeded(Arrays.asList(digests), Duration.ofNanos(System.nanoTime() - start));
            } finally {
                sampling.withdraw();
            }
        }
    }

    private void requireWanted(Job job) {
        cancellations.reason(job.id()).ifPresent(reason -> {
            throw new JobCancelledException(reason);
        });
    }

    private Lease lease(Job job) throws InterruptedException {
        try {
            return Retry.untilDone("load checkpoint " + job.checkpoint(), () -> models.lease(job.checkpoint()));
        } catch (BundleException e) {
            throw new JobException(JobErrorCode.BUNDLE_INVALID, e.getMessage(), e);
        }
    }

    private void enter(Job job, Course course, Sampling sampling) throws InterruptedException {
        // A job of many images gets no more than one of one.
        double share = weight(job) / job.request().getImageCount();
        var memory = memory(job);
        for (int image = 0; image < job.request().getImageCount(); image++) {
            memory.take(course);
            boolean entered = false;
            try {
                var noise =
                        SamplingPlan.noise(job.request(), image, course.canvas().elements());
                engine.submit(new Lane(course, noise, image, share, sampling));
                sampling.entered();
                entered = true;
            } finally {
                if (!entered) {
                    memory.release(course);
                }
            }
        }
    }

    /** Somebody waits for an interactive job; one in bulk still gets its part. */
    private static double weight(Job job) {
        return isBulk(job) ? 1 : INTERACTIVE_WEIGHT;
    }

    private LaneMemory memory(Job job) {
        return isBulk(job) ? bulkMemory : laneMemory;
    }

    private static boolean isBulk(Job job) {
        return job.request().getPriority() == Priority.BULK;
    }

    /** Nobody watches a job in bulk, unless it says so. */
    private Showing showing(Job job, Course course) {
        if (wantsEveryStep(job)) {
            return new EveryStep(
                    job.request().getPreviewEvery(), course.canvas().elements());
        }
        return new Glimpses(
                isBulk(job) ? new PreviewPolicy(0, previews.every(), previews.side()) : previews,
                job.request().getImageCount(),
                course.evaluations());
    }

    private static boolean wantsEveryStep(Job job) {
        return job.request().getPreviewEvery() > 0;
    }

    private String[] deliverAll(
            Job job, Course course, DeviceClass deviceClass, Sampling sampling, Showing glimpses, JobEvents events)
            throws InterruptedException {
        int images = job.request().getImageCount();
        var progress = new Progress(events, images * course.evaluations(), progressEvery);
        String[] digests = new String[images];
        int delivered = 0;
        while (delivered < images) {
            var left = sampling.next(wantsEveryStep(job) ? EVERY_STEP : progressEvery);
            progress.report(sampling.stepsDone());
            show(job, course, glimpses, events);
            if (left.isPresent()) {
                var finished = finished(job, left.get().end());
                var image = trace.part(
                                "store the image",
                                () -> delivery.deliver(
                                        job.submitted().getTenant(),
                                        finished.image(),
                                        finished.sample(),
                                        course.canvas(),
                                        deviceClass))
                        .setSamplingMicros(TimeUnit.NANOSECONDS.toMicros(
                                left.get().sampled().toNanos()))
                        .build();
                events.imageProduced(image);
                digests[finished.image()] = image.getSha256();
                delivered++;
            }
        }
        return digests;
    }

    private void show(Job job, Course course, Showing glimpses, JobEvents events) throws InterruptedException {
        int side = wantsEveryStep(job) ? course.canvas().longestSide() : previews.side();
        for (var glimpse = glimpses.take(); glimpse.isPresent(); glimpse = glimpses.take()) {
            events.previewed(
                    glimpse.get(),
                    Thumbnail.of(glimpse.get(), side),
                    job.request().getPreviewEvery());
        }
    }

    private LaneEnd.Finished finished(Job job, LaneEnd end) throws InterruptedException {
        return switch (end) {
            case LaneEnd.Finished finished -> finished;
            case LaneEnd.Failed(int image, NotFiniteException cause) ->
                throw new JobException(JobErrorCode.NOT_FINITE, cause.getMessage(), cause);
            case LaneEnd.Failed(int image, RuntimeException cause) -> throw cause;
            case LaneEnd.Cancelled cancelled -> {
                requireWanted(job);
                throw new InterruptedException("the engine stops");
            }
        };
    }
}
