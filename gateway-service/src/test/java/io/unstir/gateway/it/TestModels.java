package io.unstir.gateway.it;

import com.google.protobuf.Timestamp;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.CheckpointPublished;
import io.unstir.proto.v1.CheckpointRetired;
import io.unstir.proto.v1.NoiseSchedule;
import io.unstir.proto.v1.SampleShape;
import io.unstir.proto.v1.SamplingDefaults;
import io.unstir.proto.v1.TextConditioning;
import io.unstir.proto.v1.TrainingLineage;
import java.util.Collections;

/** Entries of the registry. */
public final class TestModels {
    private TestModels() {}

    public static CheckpointEvent published(String model, String version, String digest) {
        return CheckpointEvent.newBuilder()
                .setModel(model)
                .setVersion(version)
                .setOccurredAt(Timestamp.newBuilder().setSeconds(1_780_000_000))
                .setPublished(CheckpointPublished.newBuilder().setDigest(digest).setManifest(manifest(model, version)))
                .build();
    }

    public static CheckpointEvent retired(String model, String version) {
        return CheckpointEvent.newBuilder()
                .setModel(model)
                .setVersion(version)
                .setRetired(CheckpointRetired.getDefaultInstance())
                .build();
    }

    private static BundleManifest manifest(String model, String version) {
        return BundleManifest.newBuilder()
                .setFormatVersion(1)
                .setModel(model)
                .setVersion(version)
                .setSample(SampleShape.newBuilder().setChannels(3).setHeight(32).setWidth(32))
                .setSchedule(
                        NoiseSchedule.newBuilder().setName("cosine").addAllAlphasCumprod(Collections.nCopies(400, 0.5)))
                .setText(TextConditioning.newBuilder().setMaxTokens(24).setWidth(384))
                .setDefaults(SamplingDefaults.newBuilder()
                        .setSolver("ddim")
                        .setSteps(30)
                        .setGuidanceScale(3)
                        .setTimestepSpacing("trailing"))
                .setLineage(TrainingLineage.newBuilder().setDatasetLicence("Apache-2.0"))
                .build();
    }
}
