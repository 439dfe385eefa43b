package io.unstir.gateway.models;

import io.unstir.proto.Moment;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.CheckpointRef;
import java.time.Instant;

/** A published checkpoint. */
public record Model(String model, String version, String digest, BundleManifest manifest, Instant publishedAt) {
    static Model published(CheckpointEvent event) {
        return new Model(
                event.getModel(),
                event.getVersion(),
                event.getPublished().getDigest(),
                event.getPublished().getManifest(),
                Moment.of(event.getOccurredAt()));
    }

    /** One that is known by its digest only, and may be published no more. */
    public static Model known(CheckpointRef checkpoint) {
        return new Model(
                checkpoint.getModel(),
                checkpoint.getVersion(),
                checkpoint.getDigest(),
                BundleManifest.getDefaultInstance(),
                Instant.EPOCH);
    }

    /** {@code model@version}, the key in the registry. */
    public String id() {
        return model + "@" + version;
    }

    public CheckpointRef checkpoint() {
        return CheckpointRef.newBuilder()
                .setModel(model)
                .setVersion(version)
                .setDigest(digest)
                .build();
    }

    /** A rectified flow has noise levels instead of alphas. */
    public int trainingSteps() {
        var schedule = manifest.getSchedule();
        return Math.max(schedule.getAlphasCumprodCount(), schedule.getFlowSigmasCount());
    }

    /** Of its images, in pixels. */
    public int width() {
        return manifest.getSample().getWidth();
    }

    public int height() {
        return manifest.getSample().getHeight();
    }
}
