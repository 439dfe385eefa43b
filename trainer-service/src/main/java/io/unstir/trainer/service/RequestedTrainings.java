package io.unstir.trainer.service;

import io.unstir.proto.v1.TrainingCancelled;
import io.unstir.proto.v1.TrainingFinished;
import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingRequested;
import io.unstir.proto.v1.TrainingStarted;
import io.unstir.trainer.bundle.BlobStore;
import io.unstir.trainer.bundle.Bundle;
import io.unstir.trainer.bundle.BundlePublisher;
import io.unstir.trainer.data.DataCache;
import io.unstir.trainer.preview.Preview;
import io.unstir.trainer.run.TrainingRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Runs requested trainings to their end and tells of it. Every step may be done again: a crash between any two loses nothing. */
@ApplicationScoped
class RequestedTrainings {
    private static final Logger LOG = Logger.getLogger(RequestedTrainings.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    private final TrainerConfig config;
    private final TrainingEvents events;
    private final BlobStore blobs;
    private final BundlePublisher publisher;
    private final Cancellations cancellations;
    private final TrainingMeters meters;

    RequestedTrainings(
            TrainerConfig config,
            TrainingEvents events,
            BlobStore blobs,
            BundlePublisher publisher,
            Cancellations cancellations,
            TrainingMeters meters) {
        this.config = config;
        this.events = events;
        this.blobs = blobs;
        this.publisher = publisher;
        this.cancellations = cancellations;
        this.meters = meters;
    }

    /** Whether the request needs no further work; false when it was stopped and goes on at the next delivery. */
    boolean run(TrainingRequested request, BooleanSupplier stopRequested) throws InterruptedException {
        String id = request.getTrainingId();
        if (!ID.matcher(id).matches()) {
            LOG.errorf("Training request dropped, its id can't name a folder: trainingId=%.100s", id);
            return true;
        }
        var folder = new RunFolder(config.folder().resolve("runs").resolve(id));
        if (folder.hasEnded()) {
            LOG.infof("Training already ended: trainingId=%s", id);
            return true;
        }
        LOG.infof("Training taken: trainingId=%s", id);
        meters.taken();
        try {
            return run(request, folder, stopRequested);
        } finally {
            meters.left();
        }
    }

    private boolean run(TrainingRequested request, RunFolder folder, BooleanSupplier stopRequested)
            throws InterruptedException {
        String id = request.getTrainingId();
        TrainingEvents.Story story = events.of(request);
        cancellations.awaitRead();
        if (cancellations.reason(id).isPresent()) {
            return cancelled(id, folder, story);
        }
        var cache = new DataCache(config.folder().resolve("data"));
        Optional<Bundle> bundle;
        try (var pictures = new SampledPictures(id, request.getTenant(), blobs, story)) {
            var narrator = new Narrator(id, story, pictures, meters);
            bundle = new Training(id, request.getConfigYaml(), config.dataFolder(), cache, folder, narrator)
                    .run(() -> stopRequested.getAsBoolean()
                            || cancellations.reason(id).isPresent());
        } catch (Interruption e) {
            throw e.cause();
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(id, folder, story, e);
            return true;
        }
        if (bundle.isEmpty() && cancellations.reason(id).isPresent()) {
            return cancelled(id, folder, story);
        }
        if (bundle.isEmpty()) {
            LOG.infof("Training stopped, goes on at the next start: trainingId=%s", id);
            return false;
        }
        publisher.publish(bundle.get());
        story.finished(finished(bundle.get()));
        folder.end("finished " + bundle.get().digest());
        meters.finished();
        LOG.infof(
                "Training finished: trainingId=%s checkpoint=%s",
                id, bundle.get().digest());
        return true;
    }

    /** What was trained so far stays in the folder. */
    private boolean cancelled(String id, RunFolder folder, TrainingEvents.Story story) throws InterruptedException {
        long steps = TrainingRun.stepsDone(folder.path());
        story.cancelled(TrainingCancelled.newBuilder()
                .setReason(cancellations.reason(id).orElseThrow())
                .setSteps(steps)
                .build());
        folder.end("cancelled");
        meters.cancelled();
        LOG.infof("Training cancelled: trainingId=%s steps=%d", id, steps);
        return true;
    }

    private void fail(String id, RunFolder folder, TrainingEvents.Story story, Throwable cause)
            throws InterruptedException {
        var failure = Failure.of(cause);
        LOG.errorf(
                failure.isInternal() ? cause : null,
                "Training failed: trainingId=%s code=%s message=\"%s\"",
                id,
                failure.code(),
                failure.message());
        story.failed(failure);
        folder.end("failed " + failure.code());
        meters.failed(failure);
    }

    private static TrainingFinished finished(Bundle bundle) {
        var lineage = bundle.manifest().getLineage();
        return TrainingFinished.newBuilder()
                .setCheckpoint(bundle.reference())
                .setSteps(lineage.getSteps())
                .setLoss(lineage.getMetricsOrDefault("loss", 0))
                .setParityError(lineage.getMetricsOrDefault("parity_error", 0))
                .build();
    }

    private record Narrator(String id, TrainingEvents.Story story, SampledPictures pictures, TrainingMeters meters)
            implements TrainingObserver {
        @Override
        public void loaded(int done, int total) {
            if (done == total) {
                LOG.infof("Data set loaded: trainingId=%s images=%d", id, total);
            }
        }

        @Override
        public void started(TrainingStarted event) {
            LOG.infof(
                    "Training started: trainingId=%s model=%s@%s fromStep=%d totalSteps=%d parameters=%d",
                    id,
                    event.getModel(),
                    event.getVersion(),
                    event.getFromStep(),
                    event.getTotalSteps(),
                    event.getParameters());
            try {
                story.started(event);
            } catch (InterruptedException e) {
                throw new Interruption(e);
            }
        }

        @Override
        public void progressed(TrainingProgressed event) {
            meters.progressed(event);
            story.progressed(event);
        }

        @Override
        public void reported(String lines, Path folder) {
            LOG.infof("Training reported on: trainingId=%s%n%s", id, lines);
        }

        @Override
        public void sampled(long step, Preview preview) {
            pictures.publish(step, preview);
        }
    }

    /** Carries an interruption through a listener that can't throw it. */
    private static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1;

        Interruption(InterruptedException cause) {
            super(cause);
        }

        InterruptedException cause() {
            return (InterruptedException) getCause();
        }
    }
}
