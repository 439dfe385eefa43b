package io.unstir.trainer.service;

import io.unstir.proto.v1.TrainingSampled;
import io.unstir.trainer.bundle.BlobStore;
import io.unstir.trainer.bundle.BundleException;
import io.unstir.trainer.bundle.Sha256;
import io.unstir.trainer.preview.Preview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Stores a run's pictures and tells of them, on a thread of its own: no step waits for the storage service. A picture that can't be
 * stored now is not told of; the next one will be.
 */
final class SampledPictures implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SampledPictures.class);

    private final String trainingId;
    private final String tenant;
    private final BlobStore blobs;
    private final TrainingEvents.Story story;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("pictures").factory());

    SampledPictures(String trainingId, String tenant, BlobStore blobs, TrainingEvents.Story story) {
        this.trainingId = trainingId;
        this.tenant = tenant;
        this.blobs = blobs;
        this.story = story;
    }

    void publish(long step, Preview preview) {
        try {
            // The curve's file will be another's content when this one is stored.
            Path curve = Files.createTempFile("loss-", ".png");
            Files.copy(preview.lossCurve(), curve, StandardCopyOption.REPLACE_EXISTING);
            thread.execute(() -> store(step, preview.samples(), curve));
        } catch (IOException e) {
            LOG.warnf("Pictures not told of: trainingId=%s step=%d cause=%s", trainingId, step, e.getMessage());
        }
    }

    private void store(long step, Path samples, Path curve) {
        try {
            story.sampled(TrainingSampled.newBuilder()
                    .setStep(step)
                    .setSamplesSha256(put(samples))
                    .setLossCurveSha256(put(curve))
                    .build());
        } catch (IOException | BundleException e) {
            LOG.warnf("Pictures not told of: trainingId=%s step=%d cause=%s", trainingId, step, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            curve.toFile().delete();
        }
    }

    private String put(Path file) throws IOException, InterruptedException {
        String sha256 = Sha256.of(file);
        blobs.put(sha256, file, tenant);
        return sha256;
    }

    /** Waits for what was given. */
    @Override
    public void close() {
        thread.close();
    }
}
