package io.unstir.gateway.jobs;

import com.google.protobuf.Timestamp;
import io.unstir.gateway.live.PlacedEvent;
import io.unstir.proto.Moment;
import io.unstir.proto.v1.ImageProduced;
import io.unstir.proto.v1.JobProgressed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A job as its events move it, by the rules of storage: progress is ordered by attempt and steps, an image counts once, the
 * first end is for good. An event that moves nothing is no news, such as one that came twice.
 */
final class JobCourse {
    private Job job;
    private int attempt;

    /** @param attempt highest delivery count seen */
    JobCourse(Job job, int attempt) {
        this.job = job;
        this.attempt = attempt;
    }

    /** From the job's beginning, to tell events again that are part of it already. */
    static JobCourse anew(Job job, int attempt) {
        return new JobCourse(
                job.withStatus("queued", null, null, null)
                        .withProgress(0, job.progress().stepsTotal())
                        .withImages(List.of()),
                attempt);
    }

    Job job() {
        return job;
    }

    Optional<JobNews> apply(PlacedEvent placed) {
        if (job.hasEnded()) {
            return Optional.empty();
        }
        var event = placed.event();
        return switch (event.getEventCase()) {
            case STARTED -> started(placed);
            case PROGRESSED -> progressed(placed, event.getProgressed());
            case IMAGE_PRODUCED -> made(placed, event.getImageProduced());
            case SUCCEEDED -> {
                int total = job.progress().stepsTotal();
                job = job.withProgress(total, total);
                yield ended(placed, "succeeded", null);
            }
            case FAILED -> {
                var error = event.getFailed().getError();
                yield ended(placed, "failed", new Job.Failure(error.getCode(), error.getMessage()));
            }
            case CANCELLED -> ended(placed, "canceled", null);
            // An event of a later release.
            case EVENT_NOT_SET -> Optional.empty();
        };
    }

    private Optional<JobNews> started(PlacedEvent placed) {
        var event = placed.event();
        var at = instant(event.getOccurredAt());
        boolean first = job.startedAt() == null || at.isBefore(job.startedAt());
        boolean news = event.getAttempt() > attempt;
        if (news) {
            attempt = event.getAttempt();
            job = job.withProgress(0, job.progress().stepsTotal());
        }
        job = job.withStatus("processing", first ? at : job.startedAt(), null, null);
        return news ? Optional.of(new JobNews.Started(placed.place(), job)) : Optional.empty();
    }

    private Optional<JobNews> progressed(PlacedEvent placed, JobProgressed progress) {
        int of = placed.event().getAttempt();
        int done = progress.getStepsDone();
        if (of < attempt || of == attempt && done <= job.progress().stepsDone()) {
            return Optional.empty();
        }
        attempt = of;
        job = job.withStatus("processing", job.startedAt(), null, null)
                .withProgress(Math.min(done, progress.getStepsTotal()), progress.getStepsTotal());
        return Optional.of(new JobNews.Progressed(placed.place(), job.progress()));
    }

    private Optional<JobNews> made(PlacedEvent placed, ImageProduced image) {
        if (job.images().stream().anyMatch(made -> made.index() == image.getIndex())) {
            return Optional.empty();
        }
        var made = new Job.Image(
                        image.getIndex(),
                        image.getSha256(),
                        null,
                        image.getWidth(),
                        image.getHeight(),
                        job.input().seed())
                .withUrl();
        var images = new ArrayList<>(job.images());
        images.add(made);
        images.sort(Comparator.comparingInt(Job.Image::index));
        job = job.withStatus("processing", job.startedAt(), null, null).withImages(List.copyOf(images));
        return Optional.of(new JobNews.Made(placed.place(), made));
    }

    private Optional<JobNews> ended(PlacedEvent placed, String status, Job.Failure failure) {
        job = job.withStatus(status, job.startedAt(), instant(placed.event().getOccurredAt()), failure);
        return Optional.of(new JobNews.Ended(placed.place(), job));
    }

    /** PostgreSQL rounds to microseconds, and what is told here shall read the same there. */
    private static Instant instant(Timestamp timestamp) {
        return Moment.of(timestamp).plusNanos(500).truncatedTo(ChronoUnit.MICROS);
    }
}
